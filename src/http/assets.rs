//! The web front end, out of the binary (or, while developing, off the disk).

use std::borrow::Cow;

use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::Problem;

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Assets;

/// A file of the front end; for any other address one of its two pages, which finds its way by the address.
pub(super) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Problem::not_found("There is nothing under this address.").into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let is_page = path.is_empty() || path.ends_with(".html");
    match file(path, &headers) {
        Some(file) if !is_page => file,
        None if path.starts_with("assets/") => {
            Problem::not_found("There is no such file.").into_response()
        }
        _ => page(path, &headers),
    }
}

/// The page for an address. That of a draft is the same, and asks for the editor at once.
fn page(path: &str, headers: &HeaderMap) -> Response {
    let of_a_draft = path.starts_with("drafts/").then_some("draft.html");
    of_a_draft
        .into_iter()
        .chain(["index.html"])
        .find_map(|name| file(name, headers))
        .unwrap_or_else(|| {
            Problem::not_found("The web front end is not built: run `make run`.").into_response()
        })
}

/// A file as this browser likes it best. What the build has compressed is not compressed again for everybody.
fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = Assets::get(path)?;
    let kind = plain.metadata.mimetype().to_owned();
    let packed = Packing::ACCEPTABLE
        .into_iter()
        .filter(|packing| packing.is_accepted(headers))
        .find_map(|packing| Some((Assets::get(&packing.name_of(path))?, packing)));
    let (file, packing) = match packed {
        Some((file, packing)) => (file, Some(packing)),
        None => (plain, None),
    };

    let tag = tag(&file);
    // Names under assets/ carry a hash of what is in them.
    let caching = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = if is_known(&tag, headers) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = ([(header::CONTENT_TYPE, kind)], body(file)).into_response();
        if let Some(packing) = packing {
            let name = header::HeaderValue::from_static(packing.coding());
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, name);
        }
        response
    };
    let described = [
        (header::CACHE_CONTROL, caching),
        (header::VARY, "accept-encoding"),
        (header::ETAG, &tag),
    ];
    for (name, value) in described {
        let value = value
            .parse()
            .expect("constants and hexadecimal digits are header values");
        response.headers_mut().insert(name, value);
    }
    Some(response)
}

/// How the build packs files, beside leaving them as they are.
#[derive(Clone, Copy)]
enum Packing {
    Brotli,
    Gzip,
}

impl Packing {
    /// The smaller one first.
    const ACCEPTABLE: [Self; 2] = [Self::Brotli, Self::Gzip];

    fn coding(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn name_of(self, path: &str) -> String {
        match self {
            Self::Brotli => format!("{path}.br"),
            Self::Gzip => format!("{path}.gz"),
        }
    }

    /// Whether the request names this coding and does not forbid it (`br;q=0`, RFC 9110 §12.5.3).
    fn is_accepted(self, headers: &HeaderMap) -> bool {
        headers
            .get_all(header::ACCEPT_ENCODING)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','))
            .any(|one| {
                let (coding, weight) = one.split_once(';').unwrap_or((one, "q=1"));
                let weight = weight
                    .trim()
                    .strip_prefix("q=")
                    .and_then(|q| q.parse().ok());
                coding.trim().eq_ignore_ascii_case(self.coding()) && weight.unwrap_or(1.0_f32) > 0.0
            })
    }
}

fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let digits: String = hash
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{digits}\"")
}

fn is_known(tag: &str, headers: &HeaderMap) -> bool {
    headers
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| {
            known
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == tag)
        })
}

fn body(file: EmbeddedFile) -> Body {
    Body::from(match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}
