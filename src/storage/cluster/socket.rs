use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::PORT;
use super::account::Account;
use super::error::ClusterError;

/// macOS allows this many bytes in the path of a socket, Linux four more.
const SOCKET_PATH_LIMIT: usize = 103;

/// `socket` in the data directory; if its path would not do for a socket, a directory in `/tmp` named for it.
///
/// The path holds no character that a URL or PostgreSQL would want escaped.
pub(super) fn socket_dir_for(data_dir: &Path) -> PathBuf {
    let dir = data_dir.join("socket");
    let socket = dir.join(format!(".s.PGSQL.{PORT}"));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let path = socket.as_os_str().as_encoded_bytes();
    if path.len() <= SOCKET_PATH_LIMIT && path.iter().copied().all(plain) {
        return dir;
    }
    let digest = Sha256::digest(data_dir.as_os_str().as_encoded_bytes());
    let name: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Path::new("/tmp").join(format!("plenary-{name}"))
}

/// Makes the socket's directory, which nobody but `account` (and root) may enter.
pub(super) fn make_socket_dir(dir: &Path, account: Account) -> Result<(), ClusterError> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) => account.give(dir),
        Err(err) if err.kind() == ErrorKind::AlreadyExists => {
            // In /tmp somebody else may have been there first, perhaps with a link.
            let found = fs::symlink_metadata(dir).map_err(ClusterError::io("look at", dir))?;
            let ours = found.is_dir() && found.uid() == account.uid() && found.mode() & 0o077 == 0;
            if ours {
                Ok(())
            } else {
                Err(ClusterError::ForeignSocketDir {
                    dir: dir.to_owned(),
                    uid: account.uid(),
                })
            }
        }
        Err(err) => Err(ClusterError::io("create", dir)(err)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_goes_elsewhere_when_its_path_would_not_do() {
        assert_eq!(
            socket_dir_for(Path::new("/var/lib/plenary")),
            Path::new("/var/lib/plenary/socket")
        );
        let long = PathBuf::from("/tmp").join("x".repeat(100));
        let elsewhere = socket_dir_for(&long);
        assert!(elsewhere.to_str().unwrap().starts_with("/tmp/plenary-"));
        assert_eq!(elsewhere, socket_dir_for(&long));
        for awkward in ["/srv/our data", "/srv/a,b", "/srv/conférence", "/srv/100%"] {
            assert!(
                socket_dir_for(Path::new(awkward)).starts_with("/tmp"),
                "{awkward}"
            );
        }
    }
}
