import test from 'ava';
import * as fc from 'fast-check';
import { documentKind, parseDocument, recognizeDocument } from '../../../src/formats/containerd/document.js';
import { FormatError } from '../../../src/formats/format-error.js';
import { capturedDocuments } from './captured-documents.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const KINDS = ['index', 'manifest', 'config'] as const;

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

test('an index of BuildKit lists the image and its attestation', (t) => {
  const index = [...capturedDocuments().values()]
    .map(recognizeDocument)
    .find((document) => document?.kind === 'index');
  if (index?.kind !== 'index') return t.fail();
  t.deepEqual(
    index.manifests.map(({ platform, annotations }) => [
      platform,
      annotations['vnd.docker.reference.type'] ?? null,
    ]),
    [
      ['linux/amd64', null],
      ['unknown/unknown', 'attestation-manifest'],
    ],
  );
});

test('the documents of a real store are told apart by their own media type', (t) => {
  const kinds = [...capturedDocuments().values()].map((data) => recognizeDocument(data)?.kind ?? 'other');
  const count = (wanted: string): number => kinds.filter((kind) => kind === wanted).length;
  t.deepEqual([count('index'), count('manifest')], [3, 22]);
});

test('a manifest may have no layers at all, as the legacy builder writes it', (t) => {
  const config = { mediaType: 'c', digest: DIGEST, size: 3 };
  t.deepEqual(parseDocument(json({ config, layers: null }), 'manifest'), {
    kind: 'manifest',
    config: { mediaType: 'c', digest: DIGEST, sizeBytes: 3, platform: null, annotations: {} },
    layers: [],
  });
  t.like(parseDocument(json({ layers: [config] }), 'manifest'), { config: null });
});

test('a platform has its variant, a reference its annotations', (t) => {
  const platform = { os: 'linux', architecture: 'arm', variant: 'v7' };
  const manifests = [{ digest: DIGEST, platform, annotations: { a: 'b', c: 1 } }];
  t.deepEqual(parseDocument(json({ manifests }), 'index'), {
    kind: 'index',
    manifests: [
      { digest: DIGEST, mediaType: '', sizeBytes: null, platform: 'linux/arm/v7', annotations: { a: 'b' } },
    ],
  });
});

test('one damaged reference spoils the document: what it referred to is unknown', (t) => {
  for (const layers of [[{ size: 1 }], ['x'], 'x', {}]) {
    t.throws(() => parseDocument(json({ layers }), 'manifest'), { instanceOf: FormatError });
    t.throws(() => parseDocument(json({ manifests: layers }), 'index'), { instanceOf: FormatError });
  }
  t.throws(() => parseDocument(json({ config: 'x', layers: [] }), 'manifest'), { instanceOf: FormatError });
});

test('a document of another kind is an error, not an empty one', (t) => {
  t.throws(() => parseDocument(json({ manifests: [] }), 'manifest'), { instanceOf: FormatError });
  t.throws(() => parseDocument(json({ layers: [] }), 'index'), { instanceOf: FormatError });
  t.throws(() => parseDocument(json([]), 'config'), { instanceOf: FormatError });
});

test('a configuration is read as everywhere else', (t) => {
  const document = parseDocument(json({ os: 'linux', architecture: 'amd64' }), 'config');
  t.like(document, { kind: 'config', config: { platform: 'linux/amd64', diffIds: [] } });
});

test('both vendors’ media types are known, layers are no documents', (t) => {
  t.is(documentKind('application/vnd.oci.image.index.v1+json'), 'index');
  t.is(documentKind('application/vnd.docker.distribution.manifest.list.v2+json'), 'index');
  t.is(documentKind('application/vnd.docker.distribution.manifest.v2+json'), 'manifest');
  t.is(documentKind('application/vnd.docker.container.image.v1+json'), 'config');
  t.is(documentKind('application/vnd.oci.image.layer.v1.tar+gzip'), null);
  t.is(documentKind('toString'), null);
});

test('what a document lists tells its kind where it states none', (t) => {
  t.is(recognizeDocument(json({ manifests: [] }))?.kind, 'index');
  t.is(recognizeDocument(json({ layers: [] }))?.kind, 'manifest');
  t.is(recognizeDocument(json({ _type: 'statement' })), null);
  t.is(recognizeDocument(Buffer.from('\x1f\x8b')), null);
  t.is(recognizeDocument(json({ layers: [1] })), null);
});

test('any JSON and any bytes give a document or a FormatError', (t) => {
  const member = fc.oneof(fc.jsonValue(), fc.array(fc.record({ digest: fc.string(), size: fc.integer() })));
  const object = fc.record({ manifests: member, layers: member, config: member }, { requiredKeys: [] });
  const data = fc.oneof(fc.uint8Array(), object.map(json), fc.jsonValue().map(json));
  const property = fc.property(data, fc.constantFrom(...KINDS), (bytes, kind) => {
    recognizeDocument(bytes);
    try {
      t.is(parseDocument(bytes, kind).kind, kind);
    } catch (error) {
      t.true(error instanceof FormatError);
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: 500 }));
});
