import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bytesOf, codeOf, freshCode, stepOf } from './totp.mjs';

// RFC 6238, appendix B: the secret is the ASCII text 12345678901234567890.
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const VECTORS = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
];

for (const [seconds, code] of VECTORS) {
  test(`the code of RFC 6238 at ${seconds} s`, () => {
    assert.equal(codeOf(SECRET, stepOf(seconds * 1000), 8), code);
    assert.equal(codeOf(SECRET, stepOf(seconds * 1000)), code.slice(2));
  });
}

test('a secret is read as people copy it', () => {
  assert.equal(bytesOf('gezd gnbv gy3t qojq').toString(), '1234567890');
  assert.equal(bytesOf('MZXW6===').toString(), 'foo');
  assert.throws(() => bytesOf('0189'), /not base 32/);
});

test('a code is not handed out twice', async () => {
  assert.notEqual(await freshCode(SECRET), await freshCode(SECRET));
});
