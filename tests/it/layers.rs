//! A module imports from those before it in this list, never from those after it. What is not there matters most.

use std::fs;
use std::path::{Path, PathBuf};

const LAYERS: [&str; 13] = [
    "clock",
    "identifier",
    "press",
    "storage",
    "conference",
    "people",
    "record",
    "negotiation",
    "drafting",
    "deciding",
    "demo",
    "http",
    "config",
];

#[test]
fn no_module_imports_one_above_it() {
    for (height, module) in LAYERS.iter().enumerate() {
        for file in rust_files(&Path::new("src").join(module)) {
            let text = fs::read_to_string(&file).unwrap();
            for higher in &LAYERS[height + 1..] {
                assert!(
                    !text.contains(&format!("crate::{higher}")),
                    "{file:?} imports {higher}, above {module}"
                );
            }
        }
    }
}

#[test]
fn every_module_has_its_place() {
    let library = fs::read_to_string("src/lib.rs").unwrap();
    let modules: Vec<&str> = library
        .lines()
        .filter_map(|line| line.split("mod ").nth(1)?.strip_suffix(';'))
        .collect();
    let mut sorted: Vec<&str> = modules.clone();
    sorted.sort_unstable();
    let mut layers = LAYERS.to_vec();
    layers.sort_unstable();
    assert_eq!(sorted, layers);
}

#[test]
fn the_rules_know_neither_sockets_nor_documents_and_each_thing_has_its_only_place() {
    for file in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.to_string_lossy().into_owned();
        let only_in = |what: &str, places: &[&str]| {
            assert!(
                !text.contains(what) || places.iter().any(|place| name.contains(place)),
                "{name} has {what}"
            );
        };
        only_in("yrs::", &["src/drafting/", "src/versions/"]);
        only_in("axum", &["src/http/"]);
        only_in("plenary_pdf::typeset(", &["src/press.rs"]);
        only_in("query!(", &["store.rs"]);
        only_in("query_as!(", &["store.rs"]);
        only_in("std::env::var", &["src/main.rs", "/tests/"]);
        only_in("Utc::now()", &["src/clock.rs"]);
    }
}

fn rust_files(module: &Path) -> Vec<PathBuf> {
    if !module.is_dir() {
        let file = module.with_extension("rs");
        assert!(file.is_file(), "there is no module {module:?}");
        return vec![file];
    }
    let entries = fs::read_dir(module)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.extension() {
            _ if path.is_dir() => rust_files(&path),
            Some(extension) if extension == "rs" => vec![path],
            _ => vec![],
        })
        .collect()
}
