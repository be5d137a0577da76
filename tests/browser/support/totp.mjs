// One-time codes as an authenticator app makes them (RFC 6238: SHA-1, 30 seconds), from node's own crypto.

import { createHmac } from 'node:crypto';

const STEP_SECONDS = 30;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The time step of a moment in milliseconds. */
export function stepOf(milliseconds) {
  return Math.floor(milliseconds / 1000 / STEP_SECONDS);
}

/** The code of a time step, for a secret in base 32. */
export function codeOf(secret, step, digits = 6) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = hash[hash.length - 1] & 0x0f;
  const number = hash.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The bytes of a text in base 32 (RFC 4648); spaces, small letters and padding are read over. */
export function bytesOf(text) {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const letter of text.toUpperCase().replace(/[\s=]/g, '')) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error(`not base 32: ${letter}`);
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
  }
  return Buffer.from(bytes);
}

// A code works once, so the last step used is remembered per secret.
const used = new Map();

/**
 * A code that this process has not used yet. The server allows its clock to differ by one step, so a second code
 * may come from the step ahead; a third waits for the time to come.
 */
export async function freshCode(secret) {
  const step = Math.max(stepOf(Date.now()), (used.get(secret) ?? 0) + 1);
  used.set(secret, step);
  const tooEarly = (step - 1) * STEP_SECONDS * 1000 - Date.now();
  if (tooEarly > 0) await new Promise((resolve) => setTimeout(resolve, tooEarly + 50));
  return codeOf(secret, step);
}
