//! HTTP and WebSocket: one file per resource. Nothing imports this module but `main`.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use metrics_exporter_prometheus::PrometheusHandle;
use sqlx::PgPool;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::clock::Clock;
use crate::deciding::Chamber;
use crate::drafting::Rooms;
use crate::people::{Entrance, IdentityProvider, Mailer, Origin};
use crate::press::Press;

mod administrator;
pub mod agreement;
pub mod answers;
mod asked;
mod assets;
pub mod badges;
pub mod claim;
pub mod codes;
pub mod conference;
mod connections;
pub mod corrections;
pub mod delegations;
pub mod devices;
pub mod drafts;
mod effect;
pub mod entrance;
pub mod gavel;
pub mod identity;
pub mod import;
pub mod links;
pub mod live;
pub mod mergers;
pub mod openapi;
pub mod operations;
mod origin;
pub mod people;
pub mod problem;
pub mod record;
pub mod rights;
pub mod serve;
pub mod session_setup;
pub mod sessions;
pub mod sign_in;
pub mod signed_in;
pub mod suggestions;

pub use connections::Connections;
pub use problem::Problem;
pub use serve::serve;

/// What a page may load: only what comes from here.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; \
    base-uri 'none'; frame-ancestors 'none'";
/// The longest request body that is read, but for a file.
const BODY_BYTES: usize = 1 << 20;

/// What every handler needs.
#[derive(Clone)]
pub struct App {
    /// PostgreSQL.
    pub db: PgPool,
    /// The live drafts.
    pub rooms: Rooms,
    /// Tells the time.
    pub clock: Clock,
    /// Renders the metrics; `None` where nothing records them.
    pub metrics: Option<PrometheusHandle>,
    /// What this server knows of its connections.
    pub connections: Arc<Connections>,
    /// Where decisions are made.
    pub chamber: Chamber,
    /// Where badge codes are tried.
    pub entrance: Arc<Entrance>,
    /// Where documents are typeset.
    pub press: Press,
    /// How open suggestions fit, as was found out last.
    pub fits: Arc<suggestions::fits::KnownFits>,
    /// Sends mail; `None` where links are only copied.
    pub mailer: Option<Arc<Mailer>>,
    /// Who else says who somebody is; `None` where there is no second way in.
    pub provider: Option<Arc<IdentityProvider>>,
    /// The address of this server as people reach it; `None` where each request says it.
    pub origin: Option<Origin>,
}

impl App {
    /// An application over a database and its rooms.
    pub fn new(db: PgPool, rooms: Rooms, clock: Clock, metrics: Option<PrometheusHandle>) -> Self {
        Self {
            chamber: Chamber::new(db.clone(), rooms.clone(), clock.clone()),
            db,
            rooms,
            clock,
            metrics,
            connections: Arc::default(),
            entrance: Arc::default(),
            press: Press::default(),
            fits: Arc::default(),
            mailer: None,
            provider: None,
            origin: None,
        }
    }

    /// The same application, sending mail.
    #[must_use]
    pub fn mailing(self, mailer: Option<Mailer>) -> Self {
        Self {
            mailer: mailer.map(Arc::new),
            ..self
        }
    }

    /// The same application, entered also by those whom a provider of identity knows.
    #[must_use]
    pub fn trusting(self, provider: Option<IdentityProvider>) -> Self {
        Self {
            provider: provider.map(Arc::new),
            ..self
        }
    }

    /// The same application at an address that is known beforehand.
    #[must_use]
    pub fn at(self, origin: Option<Origin>) -> Self {
        Self { origin, ..self }
    }
}

/// The routes of the API with their description, but for the socket.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::description())
        .routes(routes!(sign_in::who_am_i, sign_in::enter, sign_in::leave))
        .routes(routes!(sign_in::participants))
        .routes(routes!(entrance::enter_by_badge))
        .routes(routes!(entrance::enter_by_link))
        .routes(routes!(identity::ways_in))
        .routes(routes!(identity::ask))
        .routes(routes!(identity::answered))
        .routes(routes!(claim::claim))
        .routes(routes!(people::list, people::add))
        .routes(routes!(people::change))
        .routes(routes!(people::give_office, people::take_office))
        .routes(routes!(delegations::list, delegations::add))
        .routes(routes!(delegations::change))
        .routes(routes!(session_setup::add))
        .routes(routes!(session_setup::change))
        .routes(routes!(session_setup::give_role, session_setup::take_role))
        .routes(routes!(import::export))
        .routes(routes!(import::template))
        .routes(routes!(codes::make))
        .routes(routes!(codes::revoke))
        .routes(routes!(badges::print))
        .routes(routes!(links::sends_mail, links::make))
        .routes(routes!(links::send))
        .routes(routes!(links::end))
        .routes(routes!(devices::mine))
        .routes(routes!(devices::sign_mine_out))
        .routes(routes!(devices::theirs))
        .routes(routes!(devices::sign_theirs_out))
        .routes(routes!(conference::show, claim::make_conference))
        .routes(routes!(drafts::list))
        .routes(routes!(drafts::show))
        .routes(routes!(drafts::text))
        .routes(routes!(agreement::show))
        .routes(routes!(gavel::paragraph))
        .routes(routes!(gavel::action_point))
        .routes(routes!(answers::confirm))
        .routes(routes!(answers::reserve))
        .routes(routes!(answers::reopen))
        .routes(routes!(answers::propose))
        .routes(routes!(answers::withdraw))
        .routes(routes!(answers::restore))
        .routes(routes!(mergers::propose))
        .routes(routes!(mergers::consent))
        .routes(routes!(mergers::decline))
        .routes(routes!(suggestions::list, suggestions::suggest))
        .routes(routes!(suggestions::decided::accept))
        .routes(routes!(suggestions::revise))
        .routes(routes!(suggestions::withdraw))
        .routes(routes!(suggestions::sponsor, suggestions::leave))
        .routes(routes!(suggestions::decided::amend))
        .routes(routes!(suggestions::decided::do_not_retain))
        .routes(routes!(corrections::propose))
        .routes(routes!(corrections::confirm))
        .routes(routes!(corrections::reject))
        .routes(routes!(sessions::show))
        .routes(routes!(sessions::open))
        .routes(routes!(sessions::suspend))
        .routes(routes!(sessions::close))
        .routes(routes!(sessions::begin_first_reading))
        .routes(routes!(sessions::propose_reopening))
        .routes(routes!(sessions::confirm_reopening))
        .routes(routes!(sessions::switch_on, sessions::switch_off))
        .routes(routes!(record::list))
        .routes(routes!(record::csv))
        .routes(routes!(operations::healthz))
        .routes(routes!(operations::readyz))
        .routes(routes!(operations::metrics))
}

/// The route that takes a file: larger than other bodies.
fn files() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(import::import))
        .layer(DefaultBodyLimit::max(import::LIST_BYTES))
        .layer(RequestBodyLimitLayer::new(import::LIST_BYTES))
}

/// The socket. It bears none of the layers of the rest: hundreds connect in the same minute.
fn socket() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(live::live))
}

/// The API, the socket, and the description of both.
fn parts() -> (Router<App>, Router<App>, OpenApi) {
    let (socket, of_the_socket) = socket().split_for_parts();
    let api = api().layer(RequestBodyLimitLayer::new(BODY_BYTES));
    let (api, description) = api.merge(files()).split_for_parts();
    (api, socket, description.merge_from(of_the_socket))
}

/// The whole server as a service.
pub fn router(app: App) -> Router {
    let (api, socket, description) = parts();
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let request_id = HeaderName::from_static("x-request-id");
    let layers = ServiceBuilder::new()
        .layer(SetRequestIdLayer::new(request_id.clone(), MakeRequestUuid))
        .layer(PropagateRequestIdLayer::new(request_id))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(CatchPanicLayer::new())
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        ))
        .layer(CsrfLayer::new())
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(NotForContentType::new("font/"))),
        );
    let rest = api
        .merge(openapi::page(description))
        .fallback(assets::serve)
        .layer(layers);
    rest.merge(socket).with_state(app)
}

/// A span without the query string: nothing that a person typed goes to the log.
fn span(request: &axum::extract::Request) -> tracing::Span {
    tracing::info_span!("request", method = %request.method(), path = request.uri().path())
}
