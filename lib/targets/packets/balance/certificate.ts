/**
 * A certificate that signs itself, for listeners whose own is only to be had at AWS: a P-256 key and the X.509 structure
 * around it, since Node makes keys and signatures but no certificates.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const tags = { integer: 2, bits: 3, octets: 4, oid: 6, utf8: 12, sequence: 48, set: 49, time: 23 };
const oids = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectAltName: '551d11',
};

export function selfSigned(name: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const algorithm = sequence(oid(oids.ecdsaWithSha256));
  const subject = sequence(
    der(tags.set, sequence(oid(oids.commonName), der(tags.utf8, Buffer.from(name)))),
  );
  const names = sequence(der(0x82, Buffer.from(name, 'latin1')));
  const toBeSigned = sequence(
    der(0xa0, der(tags.integer, Buffer.from([2]))),
    der(tags.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    subject,
    sequence(time(-1), time(365)),
    subject,
    publicKey,
    der(0xa3, sequence(sequence(oid(oids.subjectAltName), der(tags.octets, names)))),
  );
  const signature = sign('sha256', toBeSigned, createPrivateKey(privateKey));
  const whole = sequence(
    toBeSigned,
    algorithm,
    der(tags.bits, Buffer.concat([Buffer.from([0]), signature])),
  );
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const cert = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey, cert };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(tags.sequence, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return der(tags.oid, Buffer.from(hex, 'hex'));
}

/** So many days from now: `YYMMDDHHMMSSZ`. */
function time(days: number): Buffer {
  const at = new Date(Date.now() + days * 24 * 3600 * 1000).toISOString();
  return der(tags.time, Buffer.from(`${at.slice(2, 19).replace(/[-:T]/g, '')}Z`));
}
