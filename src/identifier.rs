//! Identifiers as types, so that a session's id is never taken for a draft's.

/// Declares an identifier: a UUID that names one kind of thing.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sqlx::Type,
            utoipa::ToSchema,
        )]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A new identifier that sorts after those made earlier.
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

/// Declares an enum whose values are words of the glossary: the same word in SQL, JSON and on the wire.
///
/// The word is a `tt`, because utoipa does not see through a `literal`.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:tt),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sqlx::Type,
            utoipa::ToSchema,
        )]
        #[sqlx(type_name = "text")]
        pub enum $name {
            $(
                $(#[$value_doc])*
                #[serde(rename = $word)]
                #[sqlx(rename = $word)]
                $value,
            )+
        }

        impl $name {
            /// The word for this value, as stored and sent.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }

            /// The value for a word; `None` if it is no word of this vocabulary.
            pub fn of_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$value),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use {identifier, vocabulary};
