use anyhow::{Context, Result, bail};
use domain::installed::{self, Installation};

use super::profile::load;
use crate::{args::Args, place, say::say, seals::Office};

/// `kasane init --profile NAME|FILE`: again with a newer profile brings the municipality up to date.
pub(crate) fn run(mut args: Args) -> Result<()> {
    let config = place::of(&mut args)?;
    let name =
        args.option("--profile")?.context("--profile でプロファイルを選んでください。例 --profile ota-ku")?;
    let office = Office::of(&mut args, &config)?;
    args.done()?;
    let source = load(&name)?;
    if !source.profile.holds_cases() {
        bail!(
            "{} は後方支援の団体のプロファイルです。人やケースを扱う自治体のものを選んでください。",
            source.profile.name
        );
    }
    let new = Installation::of_profile(&source.profile, &source.text);
    let (municipality, agencies, issues) =
        (new.municipality.name.clone(), new.agencies.len(), new.issue_types.len());
    let db = place::create(&config)?;
    db.write(move |tx| installed::install(tx, &new))?;
    // The key is there before the first event, so that its public part can be written down today.
    office.sealer(&db)?;
    say(format_args!("{municipality}を設定しました。機関{agencies}、課題の種類{issues}。"));
    say("つぎに kasane admin --login 職員番号 --name 氏名 で、最初のシステム管理者を作ってください。");
    Ok(())
}
