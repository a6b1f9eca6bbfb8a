//! The address of this server as people reach it.

use axum::http::{HeaderMap, header};

use super::App;
use super::sign_in::is_behind_tls;
use crate::people::Origin;

/// The address that was set, else the one under which the request came.
pub fn of(app: &App, headers: &HeaderMap) -> Origin {
    app.origin.clone().unwrap_or_else(|| asked(headers))
}

fn asked(headers: &HeaderMap) -> Origin {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost");
    let scheme = if is_behind_tls(headers) {
        "https"
    } else {
        "http"
    };
    Origin(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_one_asked_for() {
        let mut headers = HeaderMap::new();
        headers.insert("host", "plenary.example:8080".parse().expect("a host"));
        assert_eq!(asked(&headers).0, "http://plenary.example:8080");
        headers.insert("x-forwarded-proto", "https".parse().expect("a scheme"));
        assert_eq!(asked(&headers).0, "https://plenary.example:8080");
    }
}
