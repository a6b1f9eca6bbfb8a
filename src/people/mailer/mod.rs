//! Mail: personal links sent to those they are for, in the language they work in.

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::email::Email;

pub mod store;

/// Why no mail is sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The settings make no sense.
    #[error("the settings of mail cannot be read: {0}")]
    Settings(String),
    /// The mail cannot be written.
    #[error("the mail could not be written: {0}")]
    Message(#[from] lettre::error::Error),
    /// The mail server did not take it.
    #[error("the mail server did not take it: {0}")]
    Refused(#[from] lettre::transport::smtp::Error),
}

/// Sends mail through a server.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// A link to be sent to whom it is for.
pub struct Invitation<'a> {
    /// Where mail reaches them.
    pub to: &'a Email,
    /// The ISO 639-1 code of the language they work in.
    pub language: &'a str,
    /// What the conference is called.
    pub conference: &'a str,
    /// The link.
    pub link: &'a str,
}

impl Mailer {
    /// A mailer for a server such as `smtps://user:password@mail.example`, writing as `Conference <office@city.example>`.
    ///
    /// # Errors
    /// When the address of the server or of the sender cannot be read.
    pub fn new(url: &str, from: &str) -> Result<Self, MailError> {
        // What the library says could repeat the password.
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| {
            MailError::Settings("the server is given as smtps://user:password@host".to_owned())
        })?;
        let from = from.parse().map_err(|_| {
            MailError::Settings("the sender is given as Name <name@host>".to_owned())
        })?;
        Ok(Self {
            transport: transport.build(),
            from,
        })
    }

    /// Sends a personal link.
    ///
    /// # Errors
    /// When the mail server does not take it.
    pub async fn send(&self, invitation: &Invitation<'_>) -> Result<(), MailError> {
        let (subject, words) = words(invitation.language);
        let to = invitation.to.to_string();
        let to = to
            .parse()
            .map_err(|_| MailError::Settings("no address".to_owned()))?;
        let body = format!(
            "{}\r\n\r\n{words}\r\n\r\n{}\r\n",
            invitation.conference, invitation.link
        );
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(format!("{}: {subject}", invitation.conference))
            .singlepart(
                SinglePart::builder()
                    .header(ContentType::TEXT_PLAIN)
                    .body(body),
            )?;
        self.transport.send(message).await?;
        Ok(())
    }
}

/// Subject and words in a language; English for one that is not official.
fn words(language: &str) -> (&'static str, &'static str) {
    match language {
        "fr" => (
            "votre lien personnel",
            "Avec ce lien vous entrez dans la conférence. Il est personnel : ne le transmettez pas.",
        ),
        "es" => (
            "su enlace personal",
            "Con este enlace entra en la conferencia. Es personal: no lo reenvíe.",
        ),
        "ru" => (
            "ваша личная ссылка",
            "По этой ссылке вы входите на конференцию. Она личная: не пересылайте её.",
        ),
        "zh" => (
            "您的个人链接",
            "请用此链接进入会议。此链接仅供您本人使用，请勿转发。",
        ),
        "ar" => (
            "رابطكم الشخصي",
            "بهذا الرابط تدخلون إلى المؤتمر. الرابط شخصي، فيرجى عدم إعادة إرساله.",
        ),
        _ => (
            "your personal link",
            "With this link you enter the conference. It is yours alone: do not pass it on.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn settings_that_make_no_sense_are_refused_without_repeating_them() {
        for (url, from) in [
            ("nonsense:secret", "a@b.example"),
            ("smtp://u:secret@host", "nobody"),
        ] {
            let Err(err) = Mailer::new(url, from) else {
                panic!("{url} {from}")
            };
            assert!(!err.to_string().contains("secret"));
        }
        assert!(Mailer::new("smtps://u:secret@host:465", "Office <a@b.example>").is_ok());
    }
}
