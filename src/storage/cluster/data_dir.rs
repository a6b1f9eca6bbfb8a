use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::process::{Uid, geteuid};
use tracing::info;

use super::error::ClusterError;

/// The data directory for `user` when no other is given: `/var/lib/plenary` for root, and for everybody else
/// `plenary` in their data home. `None` without a home.
#[must_use]
pub fn default_data_dir(
    user: Uid,
    xdg_data_home: Option<&Path>,
    home: Option<&Path>,
) -> Option<PathBuf> {
    if user.is_root() {
        return Some(PathBuf::from("/var/lib/plenary"));
    }
    let data_home = xdg_data_home
        .filter(|dir| dir.is_absolute())
        .map(Path::to_owned);
    let data_home = data_home.or_else(|| home.map(|home| home.join(".local/share")));
    data_home.map(|dir| dir.join("plenary"))
}

/// Makes the data directory. As root, other accounts may pass through it, because PostgreSQL runs as one of them.
pub(super) fn make_data_dir(dir: &Path) -> Result<(), ClusterError> {
    let mode = if geteuid().is_root() { 0o711 } else { 0o700 };
    if let Some(parent) = dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(ClusterError::io("create", parent))?;
    }
    match DirBuilder::new().mode(mode).create(dir) {
        Ok(()) => {}
        Err(err) if err.kind() == ErrorKind::AlreadyExists && is_empty(dir)? => {}
        Err(err) if err.kind() == ErrorKind::AlreadyExists => return Ok(()),
        Err(err) => return Err(ClusterError::io("create", dir)(err)),
    }
    info!(dir = %dir.display(), "making a data directory");
    // Not left to the umask; an empty directory that was there is treated as if we had made it.
    fs::set_permissions(dir, Permissions::from_mode(mode))
        .map_err(ClusterError::io("set the mode of", dir))
}

fn is_empty(dir: &Path) -> Result<bool, ClusterError> {
    Ok(fs::read_dir(dir)
        .map_err(ClusterError::io("read", dir))?
        .next()
        .is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_directory_follows_the_user() {
        let somebody = Uid::from_raw(1000);
        let (data, home) = (Path::new("/data"), Path::new("/home/ada"));
        assert_eq!(
            default_data_dir(Uid::ROOT, Some(data), Some(home)),
            Some("/var/lib/plenary".into())
        );
        assert_eq!(
            default_data_dir(somebody, Some(data), Some(home)),
            Some("/data/plenary".into())
        );
        assert_eq!(
            default_data_dir(somebody, Some(Path::new("relative")), Some(home)),
            Some("/home/ada/.local/share/plenary".into())
        );
        assert_eq!(default_data_dir(somebody, None, None), None);
    }
}
