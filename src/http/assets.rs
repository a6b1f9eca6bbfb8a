//! The web front end, out of the binary (or, while developing, off the disk).

use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::RustEmbed;

use super::Problem;

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Assets;

/// A file of the front end; for any other address its one page, which finds its way by the address.
pub(super) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Problem::not_found("There is nothing under this address.").into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match Assets::get(path) {
        Some(file) if !path.is_empty() && path != "index.html" => self::file(path, &file, &headers),
        None if path.starts_with("assets/") => {
            Problem::not_found("There is no such file.").into_response()
        }
        _ => page(),
    }
}

fn file(path: &str, file: &rust_embed::EmbeddedFile, headers: &HeaderMap) -> Response {
    // Names under assets/ carry a hash of what is in them.
    let caching = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let tag: String = file
        .metadata
        .sha256_hash()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = format!("\"{tag}\"");
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| *known == *tag)
    {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let kind = file.metadata.mimetype().to_owned();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, caching.to_owned()),
        (header::ETAG, tag),
    ];
    (headers, file.data.to_vec()).into_response()
}

fn page() -> Response {
    match Assets::get("index.html") {
        Some(page) => (
            [(header::CACHE_CONTROL, "no-cache")],
            Html(page.data.to_vec()),
        )
            .into_response(),
        None => {
            Problem::not_found("The web front end is not built: run `make run`.").into_response()
        }
    }
}
