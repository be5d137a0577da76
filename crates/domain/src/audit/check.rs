//! Verifying the log where it lies.

use kernel::Result;
use store::Db;

use super::finding::Report;
use super::note::PublicKey;
use super::outside::Outside;
use super::verify::Verifier;
use super::{export, seal};

/// Verifies the whole chain of a database, against the checkpoints outside if there are any.
///
/// # Errors
/// Those of the database; [`kernel::Error::Unwritable`] if the notes cannot be read.
pub fn whole(db: &Db, keys: &[PublicKey], outside: Option<&Outside>) -> Result<Report> {
    let notes = outside.map(Outside::notes).transpose()?.unwrap_or_default();
    let mut verifier = Verifier::new(keys.to_vec(), &notes);
    export::lines(db, keys, |line| {
        verifier.line(line);
        Ok(())
    })?;
    Ok(verifier.finish())
}

/// Verifies the last rows of the chain, `rows` of them or a few more: quick enough for somebody who waits.
///
/// # Errors
/// Those of the database.
pub fn recent(db: &Db, keys: &[PublicKey], rows: i64) -> Result<Report> {
    let (head, start) = db.read(|tx| {
        let head = seal::head(tx)?;
        let before = head.tree.size() as i64 - rows;
        let start: Option<(i64, Vec<u8>)> = tx.opt(
            "SELECT size, peaks FROM audit_checkpoints WHERE size <= $1 ORDER BY size DESC LIMIT 1",
            &[&before],
        )?;
        let start =
            start.map(|(size, peaks)| Ok((size, seal::tree(size, &peaks)?, seal::link_at(tx, size)?)));
        Ok((head, start.transpose()?))
    })?;
    let mut verifier = Verifier::new(keys.to_vec(), "");
    verifier.line(export::header(db, keys)?);
    let from = match start {
        None => 0,
        Some((size, tree, link)) => {
            verifier = verifier.going_on(tree, link);
            size
        }
    };
    let mut count = 1;
    export::span(db, from, head.tree.size() as i64, &mut |line| {
        count += 1;
        verifier.line(line);
        Ok(())
    })?;
    verifier.line(super::line::Line::End(count));
    Ok(verifier.finish())
}
