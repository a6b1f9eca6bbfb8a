//! The press: documents become PDF off the runtime's threads and one at a time, because each takes its processor and some memory.

use std::sync::Arc;

use anyhow::Context;
use chrono::NaiveDate;
use plenary_pdf::{Template, Typeset};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Where documents are typeset.
#[derive(Clone, Debug)]
pub struct Press(Arc<Semaphore>);

impl Default for Press {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Press {
    /// Typesets a document, when those before it are done.
    ///
    /// # Errors
    /// When the template does not fit the data.
    pub async fn typeset(
        &self,
        template: Template,
        data: Value,
        today: NaiveDate,
    ) -> anyhow::Result<Typeset> {
        let turn = Arc::clone(&self.0).acquire_owned().await?;
        let typeset = spawn_blocking(move || {
            let typeset = plenary_pdf::typeset(&template, data, today);
            drop(turn); // Even if nobody waits for the document any more, the next one waited for this one.
            typeset
        });
        Ok(typeset.await.context("could not typeset")??)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_document_that_cannot_be_typeset_does_not_hold_up_the_next() {
        let press = Press::default();
        let today = NaiveDate::default();
        let typeset = async |source| {
            let parts = &[];
            press
                .typeset(Template { source, parts }, json!({}), today)
                .await
        };
        assert!(typeset("#panic()").await.is_err());
        let typeset = typeset("Fine.").await.expect("nothing is wrong with it");
        assert_eq!(typeset.pages, 1);
    }
}
