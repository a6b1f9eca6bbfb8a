//! What stands on one badge.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Serialize;

use super::{english, script};
use crate::people::country::Country;
use crate::people::words::plain;
use crate::people::{Badge, BadgeCode, Origin, Role};

/// What stands on one badge.
#[derive(Serialize)]
pub struct Printed {
    pub name: String,
    native_name: Option<NativeName>,
    /// The delegation, which for most is their city.
    pub from: String,
    /// Where that is.
    place: String,
    role: &'static str,
    /// By which the template colours the role.
    role_word: &'static str,
    /// The QR code as SVG.
    qr: String,
    code: String,
    /// Where the code is typed.
    address: String,
}

/// A name in its own script.
#[derive(Serialize)]
struct NativeName {
    text: String,
    language: &'static str,
    direction: &'static str,
}

impl Printed {
    /// The badge of somebody with their code.
    pub fn new(badge: Badge, code: BadgeCode, origin: &Origin) -> anyhow::Result<Self> {
        let (from, place) = place(&badge);
        let role = match badge.role {
            Role::Delegate if badge.head_of_delegation => Role::HeadOfDelegation,
            role => role,
        };
        Ok(Self {
            native_name: badge.native_name.and_then(NativeName::new),
            name: badge.name,
            from,
            place,
            role: role_name(role),
            role_word: role.word(),
            qr: qr(&origin.badge(code))?,
            code: code.reveal(),
            address: address(origin),
        })
    }
}

impl NativeName {
    /// `None` where no font has all of its characters: a name is set whole or not at all.
    fn new(text: String) -> Option<Self> {
        let (language, direction) = script::language_and_direction(&text);
        plenary_pdf::is_legible(&text).then_some(Self {
            text,
            language,
            direction,
        })
    }
}

/// The address as a QR code of medium error correction, without the quiet zone around it.
fn qr(address: &str) -> anyhow::Result<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)?;
    let mut picture = code.render::<svg::Color>();
    Ok(picture.quiet_zone(false).module_dimensions(1, 1).build())
}

/// Where the code is typed, without what browsers add by themselves.
fn address(origin: &Origin) -> String {
    let (_, host) = origin.0.split_once("://").unwrap_or(("", &origin.0));
    format!("{host}/enter")
}

fn place(badge: &Badge) -> (String, String) {
    let country = badge.country.parse().map_or("", Country::name).to_owned();
    let delegation = english(&badge.delegation.name);
    match badge.city.as_str() {
        "" => (delegation, country),
        city if delegation.is_empty() || plain(city) == plain(&delegation) => {
            (city.to_owned(), country)
        }
        city => (delegation, format!("{city}, {country}")),
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Delegate => "Delegate",
        Role::HeadOfDelegation => "Head of delegation",
        Role::Rapporteur => "Rapporteur",
        Role::Chair => "Chair",
        Role::Secretariat => "Secretariat",
        Role::Observer => "Observer",
        Role::Interpreter => "Interpreter",
        Role::ScreenOperator => "Screen operator",
        Role::Technician => "Technician",
    }
}
