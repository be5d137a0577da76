use anyhow::{Result, anyhow, bail};

/// What stands behind the command. Each reader takes what it knows; what is left over is refused.
pub(crate) struct Args {
    command: String,
    rest: Vec<String>,
}

impl Args {
    pub(crate) fn new(command: &str, rest: Vec<String>) -> Self {
        Self { command: command.to_owned(), rest }
    }

    /// Whether `--name` is there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let at = self.rest.iter().position(|word| word == name);
        at.map(|at| self.rest.remove(at)).is_some()
    }

    /// The value of `--name VALUE` or `--name=VALUE`.
    pub(crate) fn option(&mut self, name: &str) -> Result<Option<String>> {
        let joined = format!("{name}=");
        let Some(at) = self.rest.iter().position(|word| word == name || word.starts_with(&joined)) else {
            return Ok(None);
        };
        let word = self.rest.remove(at);
        if let Some(value) = word.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if at == self.rest.len() {
            bail!("{name} に値がありません。{}", self.hint());
        }
        Ok(Some(self.rest.remove(at)))
    }

    /// The number of `--name N`.
    pub(crate) fn number<N: std::str::FromStr>(&mut self, name: &str) -> Result<Option<N>> {
        let read = |text: String| {
            text.replace(['_', ','], "").parse().map_err(|_| anyhow!("{name} {text} は数字ではありません。"))
        };
        self.option(name)?.map(read).transpose()
    }

    /// The next plain word, by what it stands for.
    pub(crate) fn word(&mut self, what: &str) -> Result<String> {
        match self.rest.iter().position(|word| !word.starts_with("--")) {
            Some(at) => Ok(self.rest.remove(at)),
            None => bail!("{what} がありません。{}", self.hint()),
        }
    }

    /// Whether a plain word is left.
    pub(crate) fn has_word(&self) -> bool {
        self.rest.iter().any(|word| !word.starts_with("--"))
    }

    /// Refuses what nobody took.
    pub(crate) fn done(self) -> Result<()> {
        match self.rest.first() {
            None => Ok(()),
            Some(word) => bail!("{word} は分かりません。{}", self.hint()),
        }
    }

    fn hint(&self) -> String {
        format!("使い方は kasane help {}", self.command)
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(line: &str) -> Args {
        Args::new("seed", line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn options_flags_and_words_come_in_any_order() {
        let mut args = args("--json file --port 80 --data=here");
        assert_eq!(args.number::<u16>("--port").unwrap(), Some(80));
        assert_eq!(args.option("--data").unwrap().as_deref(), Some("here"));
        assert_eq!(args.word("FILE").unwrap(), "file");
        assert!(args.flag("--json") && !args.flag("--json"));
        args.done().unwrap();
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(args("--port").option("--port").unwrap_err().to_string().contains("kasane help seed"));
        assert!(args("--port x").number::<u16>("--port").is_err());
        assert!(args("--other").done().unwrap_err().to_string().contains("--other"));
        assert_eq!(args("--n 100_000").number("--n").unwrap(), Some(100_000_u32));
    }
}
