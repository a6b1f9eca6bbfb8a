//! A new server: whoever follows the link it printed makes the conference, and becomes its secretariat.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum_extra::extract::CookieJar;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::sign_in::{Me, cookie};
use super::signed_in::token;
use super::{App, Problem};
use crate::conference::{self, Conference, ConferenceId, Entering, Language, Translations};
use crate::people::country::Country;
use crate::people::email::Email;
use crate::people::{
    self, Delegation, DelegationId, DelegationKind, Office, Participant, ParticipantId, Role,
    SignIn, SignInKind, Token,
};
use crate::record::{self, About, Deed, Entry};

/// What the link of a new server holds.
#[derive(Deserialize, ToSchema)]
pub struct Claim {
    /// What stands behind the hash sign of the link.
    token: String,
}

/// A conference to be made, and who makes it.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewConference {
    /// Its short name in addresses: small letters, digits and hyphens.
    #[schema(example = "learning-cities")]
    slug: String,
    /// What all its document symbols begin with; without it the short name in capitals and the year.
    #[schema(example = "ICLC/2013")]
    symbol_root: Option<String>,
    /// Its title, in the working language at least.
    title: Translations,
    /// Its theme.
    #[serde(default)]
    theme: Translations,
    /// Where it meets.
    city: String,
    /// ISO 3166-1 alpha-2, alpha-3 or the English name.
    country: String,
    /// Its first day.
    starts_on: NaiveDate,
    /// Its last day.
    ends_on: NaiveDate,
    /// The language negotiated in: one of the six official ones.
    #[schema(example = "en")]
    working_language: String,
    /// IANA name of the venue's time zone.
    #[schema(example = "Asia/Shanghai")]
    time_zone: String,
    /// Who makes it, and becomes its secretariat.
    secretariat: FirstPerson,
}

/// The first participant of a conference.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FirstPerson {
    /// Their name.
    name: String,
    /// Their office.
    #[serde(default)]
    title: String,
    /// Where mail reaches them.
    email: Option<String>,
}

/// Follows the link that a new server printed; the answer sets the browser's cookie, with which the conference can be made.
#[utoipa::path(
    post, operation_id = "claim", path = "/api/claim", tag = "people", request_body = Claim,
    responses((status = 204), (status = 403, body = Problem))
)]
pub async fn claim(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Json(claim): Json<Claim>,
) -> Result<(StatusCode, CookieJar), Problem> {
    let unknown = || {
        Problem::not_let_in(
            "unknown_link",
            "This link was used already, or the server was started again since. Start the server again: it prints a new one while there is no conference.",
        )
    };
    let link: Token = claim.token.parse().map_err(|_| unknown())?;
    let token = Token::new();
    let claimed = people::claim::store::claim(&app.db, &link, &token, app.clock.now()).await?;
    if !claimed {
        return Err(unknown());
    }
    Ok((StatusCode::NO_CONTENT, jar.add(cookie(&headers, &token))))
}

/// Makes the conference of a new server. Only who followed the link that the server printed may, and becomes its secretariat.
#[utoipa::path(
    post, operation_id = "make_conference", path = "/api/conference", tag = "conference", request_body = NewConference,
    responses((status = 200, body = Me), (status = 401, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem))
)]
pub async fn make_conference(
    State(app): State<App>,
    headers: HeaderMap,
    Json(new): Json<NewConference>,
) -> Result<Json<Me>, Problem> {
    let token = token(&headers).ok_or_else(Problem::not_signed_in)?;
    let mut db = app.db.begin().await?;
    conference::store::one_at_a_time(&mut *db).await?;
    if conference::store::current(&mut *db).await?.is_some() {
        return Err(Problem::conflict(
            "conference_exists",
            "This server has its conference already. Enter with the code on your badge.",
        ));
    }
    if !people::claim::store::is_claimed_by(&mut *db, &token).await? {
        return Err(Problem::not_signed_in());
    }
    let (conference, country) = new.conference()?;
    let time_zone = &conference.time_zone;
    if !conference::store::is_time_zone(&mut *db, time_zone).await? {
        return Err(Problem::invalid(
            "unknown_time_zone",
            "This is no time zone. Give one as Asia/Shanghai or Europe/Dublin.",
        ));
    }
    conference::store::add(&mut *db, &conference).await?;
    let participant = new.add_secretariat(&mut db, &conference, country).await?;
    let now = app.clock.now();
    let sign_in = SignIn::new(participant, SignInKind::Browser, now);
    people::store::sign_in(&mut *db, &sign_in, &token).await?;
    people::device::store::note_seen(&mut *db, sign_in.id, now).await?;
    people::claim::store::settle(&mut *db).await?;
    let entry = Entry {
        actor: Some(participant),
        deed: Deed::SecretariatClaimed,
        about: About::default(),
        reason: None,
        details: json!({ "slug": conference.slug }),
    };
    record::append(&mut db, conference.id, now, &entry).await?;
    db.commit().await?;
    Ok(Json(Me::load(&app, conference.id, participant).await?))
}

impl NewConference {
    fn conference(&self) -> Result<(Conference, Country), Problem> {
        let slug = &self.slug;
        let fits = |character: char| matches!(character, 'a'..='z' | '0'..='9' | '-');
        if slug.is_empty() || slug.len() > 60 || !slug.chars().all(fits) {
            return Err(Problem::invalid(
                "bad_slug",
                "The short name has 1 to 60 small letters, digits and hyphens.",
            ));
        }
        if self.ends_on < self.starts_on {
            return Err(Problem::invalid(
                "ends_before_it_starts",
                "The last day is before the first. Exchange them.",
            ));
        }
        let country: Country = self.country.parse().map_err(|_| {
            Problem::invalid(
                "unknown_country",
                "This is no country of ISO 3166-1. Give its code or its English name.",
            )
        })?;
        let languages: Vec<Language> = official_languages();
        if !languages
            .iter()
            .any(|language| language.code == self.working_language)
        {
            return Err(Problem::invalid(
                "unknown_language",
                "The working language is one of ar, zh, en, fr, ru and es.",
            ));
        }
        let titled = self.title.0.get(&self.working_language);
        if titled.is_none_or(|title| title.trim().is_empty()) {
            return Err(Problem::invalid(
                "missing_title",
                "The conference needs a title in its working language.",
            ));
        }
        let symbol_root = || format!("{}/{}", slug.to_uppercase(), self.starts_on.year());
        let conference = Conference {
            id: ConferenceId::new(),
            slug: slug.clone(),
            symbol_root: self.symbol_root.clone().unwrap_or_else(symbol_root),
            title: self.title.clone(),
            theme: self.theme.clone(),
            city: self.city.trim().to_owned(),
            country: country.code().to_owned(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            working_language: self.working_language.clone(),
            languages,
            time_zone: self.time_zone.clone(),
            notice: None,
            entering: Entering::ByBadge,
        };
        Ok((conference, country))
    }

    async fn add_secretariat(
        &self,
        db: &mut PgConnection,
        conference: &Conference,
        country: Country,
    ) -> Result<ParticipantId, Problem> {
        let first = &self.secretariat;
        let name = first.name.trim();
        if name.is_empty() {
            return Err(Problem::invalid(
                "missing_name",
                "Who makes the conference needs a name.",
            ));
        }
        let email: Option<Email> = match first.email.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(email) => Some(email.parse().map_err(|_| {
                Problem::invalid("bad_email", "This is no e-mail address. Compare it.")
            })?),
        };
        let delegation = Delegation {
            id: DelegationId::new(),
            kind: DelegationKind::Secretariat,
            city: conference.city.clone(),
            country: country.code().to_owned(),
            name: Translations([("en".to_owned(), "Secretariat".to_owned())].into()),
            head: None,
            may_sponsor: false,
            may_agree: false,
        };
        people::store::add_delegation(&mut *db, conference.id, &delegation).await?;
        let id = ParticipantId::new();
        let participant = Participant {
            id,
            reference: people::generated_reference(id),
            delegation: delegation.id,
            name: name.to_owned(),
            native_name: None,
            title: first.title.trim().to_owned(),
            badge_role: Role::Secretariat,
            city: conference.city.clone(),
            country: country.code().to_owned(),
            language: conference.working_language.clone(),
            other_languages: vec![],
            email: email.map(|email| email.to_string()),
        };
        people::store::add_participant(&mut *db, conference.id, &participant).await?;
        people::store::name_head(&mut *db, delegation.id, id).await?;
        people::store::give_office(&mut *db, conference.id, id, Office::Secretariat).await?;
        Ok(id)
    }
}

/// The six official languages, as they name themselves.
fn official_languages() -> Vec<Language> {
    let languages = [
        ("ar", "العربية"),
        ("zh", "中文"),
        ("en", "English"),
        ("fr", "Français"),
        ("ru", "Русский"),
        ("es", "Español"),
    ];
    let language = |(code, name): (&str, &str)| Language {
        code: code.to_owned(),
        name: name.to_owned(),
        direction: if code == "ar" { "rtl" } else { "ltr" }.to_owned(),
    };
    languages.into_iter().map(language).collect()
}
