//! A second way in: an OpenID Connect provider, such as that of a city or a ministry, says whose e-mail address somebody has.
//!
//! A browser is sent there with a [`Question`] and comes back with a code, for which the provider tells this server who it is.
//! The browser keeps what the answer must fit, so that nobody can be made to answer for somebody else.

use std::str::FromStr;
use std::time::Duration;

use anyhow::Context;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndUserEmail, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse, reqwest,
};

use super::email::Email;
use super::sign_in::NoToken;
use super::{Origin, Token};

pub mod store;

/// Where the provider sends a browser back to.
pub const ANSWERED_AT: &str = "/api/sign-in/oidc/callback";
const PATIENCE: Duration = Duration::from_secs(10);

/// What asks a provider that has described itself.
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why the settings of a provider cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The issuer is no address.
    #[error("the issuer of OpenID Connect is given as https://login.example")]
    Issuer,
    /// It cannot be asked.
    #[error("the identity provider cannot be asked: {0}")]
    Http(#[from] reqwest::Error),
}

/// Why somebody is still unknown.
#[derive(Debug, thiserror::Error)]
pub enum Unproven {
    /// The provider knows the person, but not that this is their address.
    #[error("the identity provider vouches for no e-mail address")]
    NoEmail,
    /// The provider did not answer, or not as it should.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// A provider that is trusted to say whose e-mail address somebody has.
pub struct IdentityProvider {
    issuer: IssuerUrl,
    client: ClientId,
    secret: ClientSecret,
    http: reqwest::Client,
}

/// What a browser is sent to the provider with.
pub struct Question {
    /// Where it is sent.
    pub address: String,
    /// What it keeps meanwhile.
    pub expected: Expected,
}

/// What an answer must fit: it stays in the browser that asked.
pub struct Expected {
    state: Token,
    nonce: Token,
    verifier: Token,
}

impl IdentityProvider {
    /// The provider at this address, where this server is known by an id and a secret.
    ///
    /// # Errors
    /// When the issuer is no address.
    pub fn new(issuer: &str, client: &str, secret: &str) -> Result<Self, SettingsError> {
        let http = reqwest::ClientBuilder::new()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()?;
        Ok(Self {
            issuer: IssuerUrl::new(issuer.to_owned()).map_err(|_| SettingsError::Issuer)?,
            client: ClientId::new(client.to_owned()),
            secret: ClientSecret::new(secret.to_owned()),
            http,
        })
    }

    /// Its name for people: the host of its address.
    pub fn name(&self) -> &str {
        self.issuer.url().host_str().unwrap_or_default()
    }

    /// Asks who sits at a browser that came to this origin.
    ///
    /// # Errors
    /// When the provider does not say where to ask.
    pub async fn ask(&self, origin: &Origin) -> anyhow::Result<Question> {
        let expected = Expected {
            state: Token::new(),
            nonce: Token::new(),
            verifier: Token::new(),
        };
        let client = self.client().await?.set_redirect_uri(back(origin)?);
        let (state, nonce) = (expected.state.reveal(), expected.nonce.reveal());
        let verifier = PkceCodeVerifier::new(expected.verifier.reveal());
        let (address, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(Question {
            address: address.into(),
            expected,
        })
    }

    /// The address of whom a code stands for, verified by the provider.
    ///
    /// # Errors
    /// When the code stands for nobody, the answer does not fit, or the provider vouches for no address.
    pub async fn email(
        &self,
        code: String,
        expected: &Expected,
        origin: &Origin,
    ) -> Result<Email, Unproven> {
        let client = self.client().await?.set_redirect_uri(back(origin)?);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .context("the provider does not say where codes are exchanged")?
            .set_pkce_verifier(PkceCodeVerifier::new(expected.verifier.reveal()))
            .request_async(&self.http)
            .await
            .context("the provider did not take the code")?;
        let id_token = answer.id_token().context("there is no ID token")?;
        let nonce = Nonce::new(expected.nonce.reveal());
        let claims = id_token
            .claims(&client.id_token_verifier(), &nonce)
            .context("the ID token does not hold")?;
        if let Some(email) = claims.email() {
            return vouched(email, claims.email_verified());
        }
        // Many providers tell it only when they are asked.
        let subject = Some(claims.subject().clone());
        let info: CoreUserInfoClaims = client
            .user_info(answer.access_token().clone(), subject)
            .map_err(|_| Unproven::NoEmail)?
            .request_async(&self.http)
            .await
            .context("the provider does not say who it is")?;
        let email = info.email().ok_or(Unproven::NoEmail)?;
        vouched(email, info.email_verified())
    }

    /// What asks the provider, as it describes itself now: whoever is away is noticed here, and keys change.
    async fn client(&self) -> anyhow::Result<Client> {
        let described = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .context("the provider does not describe itself")?;
        let (id, secret) = (self.client.clone(), self.secret.clone());
        Ok(CoreClient::from_provider_metadata(
            described,
            id,
            Some(secret),
        ))
    }
}

fn vouched(email: &EndUserEmail, is_verified: Option<bool>) -> Result<Email, Unproven> {
    if is_verified != Some(true) {
        return Err(Unproven::NoEmail);
    }
    email.parse().map_err(|_| Unproven::NoEmail)
}

impl Expected {
    /// Whether an answer belongs to this question.
    pub fn fits(&self, state: &str) -> bool {
        state.parse().is_ok_and(|state: Token| state == self.state)
    }

    /// What the browser keeps.
    pub fn reveal(&self) -> String {
        [&self.state, &self.nonce, &self.verifier]
            .map(Token::reveal)
            .join(".")
    }
}

impl FromStr for Expected {
    type Err = NoToken;

    fn from_str(text: &str) -> Result<Self, NoToken> {
        let mut parts = text.split('.').map(str::parse);
        let mut part = || parts.next().unwrap_or(Err(NoToken));
        Ok(Self {
            state: part()?,
            nonce: part()?,
            verifier: part()?,
        })
    }
}

fn back(origin: &Origin) -> anyhow::Result<RedirectUrl> {
    RedirectUrl::new(format!("{origin}{ANSWERED_AT}")).context("the origin is no address")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_keeps_reads_back_and_fits_its_own_answer_only() {
        let kept = || Expected {
            state: Token::new(),
            nonce: Token::new(),
            verifier: Token::new(),
        };
        let (one, other) = (kept(), kept());
        let read: Expected = one.reveal().parse().expect("as it was kept");
        assert_eq!(read.reveal(), one.reveal());
        assert!(read.fits(&one.state.reveal()));
        for state in [other.state.reveal(), one.nonce.reveal(), String::new()] {
            assert!(!read.fits(&state));
        }
        for text in ["", "..", &one.state.reveal()] {
            assert!(text.parse::<Expected>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_issuer_is_an_address() {
        assert!(IdentityProvider::new("https://login.example", "plenary", "secret").is_ok());
        assert!(IdentityProvider::new("login.example", "plenary", "secret").is_err());
    }
}
