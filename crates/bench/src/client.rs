//! A plain HTTP/1.1 client over one kept connection: it must cost next to nothing itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use anyhow::{Context, Result, bail};

/// One kept connection.
pub struct Client {
    address: String,
    stream: BufReader<TcpStream>,
    headers: String,
    body: Vec<u8>,
}

impl Client {
    /// Connects; `headers` are sent with every request, each ended by `\r\n`.
    ///
    /// # Errors
    /// If nobody listens.
    pub fn connect(address: &str, headers: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            address: address.to_owned(),
            stream: BufReader::new(stream),
            headers: headers.to_owned(),
            body: Vec::new(),
        })
    }

    /// Asks for a page; answers the status and leaves the body in [`Client::body`].
    ///
    /// # Errors
    /// If the connection breaks or the answer is no HTTP.
    pub fn get(&mut self, path: &str) -> Result<u16> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{}\r\n", self.address, self.headers);
        self.exchange(request.as_bytes())
    }

    /// Sends JSON under an idempotency key.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub fn post(&mut self, path: &str, key: &str, json: &str) -> Result<u16> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\n{}content-type: application/json\r\nidempotency-key: {key}\r\ncontent-length: {}\r\n\r\n{json}",
            self.address,
            self.headers,
            json.len()
        );
        self.exchange(request.as_bytes())
    }

    /// The body of the last answer.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    fn exchange(&mut self, request: &[u8]) -> Result<u16> {
        self.stream.get_mut().write_all(request)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status line")?;
        let mut length = 0;
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                bail!("the connection broke");
            }
            if line == "\r\n" {
                break;
            }
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body)?;
        Ok(status)
    }
}
