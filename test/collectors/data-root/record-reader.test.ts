import test from 'ava';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import { parseJsonObject } from '../../../src/formats/json-access.js';
import { MemoryFiles, troubles } from './memory-files.js';

function parse(data: Buffer): unknown {
  return parseJsonObject(data, 'sample');
}

function bug(): never {
  throw new TypeError('bug');
}

test('what is not there is null or empty, and no problem', async (t) => {
  const reader = new RecordReader(new MemoryFiles({ file: 'x' }));
  t.is(await reader.read('none', 'm'), null);
  t.is(await reader.text('none', 'm', /./), null);
  t.is(await reader.parse('none', 'm', parse), null);
  t.deepEqual(await reader.list('none', 'm'), []);
  t.deepEqual(await reader.list('file', 'm'), []);
  t.deepEqual(reader.problems(), []);
  t.deepEqual(reader.unlisted, []);
  t.is(reader.failures, 0);
});

test('a refusal says what is missing and what to do', async (t) => {
  for (const code of ['EACCES', 'EPERM']) {
    const files = new MemoryFiles({ file: 'x' });
    files.failures.set('file', code);
    const reader = new RecordReader(files);
    t.is(await reader.read('file', 'the answer'), null);
    const [problem] = reader.problems();
    t.is(problem?.code, 'permission-denied');
    t.is(problem?.path, '/data/file');
    t.is(problem?.missing, 'the answer');
    t.regex(problem?.hint ?? '', /root/);
  }
});

test('a disk that fails is another problem than a refusal', async (t) => {
  const files = new MemoryFiles({ 'dir/file': 'x' });
  files.failures.set('dir', 'EIO');
  const reader = new RecordReader(files);
  t.deepEqual(await reader.list('dir', 'm'), []);
  t.deepEqual(troubles(reader), ['unreadable-metadata dir']);
  t.deepEqual(reader.unlisted, ['dir']);
  t.is(reader.failures, 1);
});

test('text comes without white space around it, and one of another form is damaged', async (t) => {
  const reader = new RecordReader(new MemoryFiles({ good: ' sha256:aa\n', empty: '', zeros: '\0\0' }));
  t.is(await reader.text('good', 'm', /^sha256:/), 'sha256:aa');
  t.is(await reader.text('empty', 'm', /^sha256:/), null);
  t.is(await reader.text('zeros', 'm', /^sha256:/), null);
  t.deepEqual(troubles(reader), ['damaged-metadata empty', 'damaged-metadata zeros']);
});

test('a damaged file is a problem that quotes the parser', async (t) => {
  const reader = new RecordReader(new MemoryFiles({ file: '{"cut' }));
  t.is(await reader.parse('file', 'm', parse), null);
  t.is(reader.problems()[0]?.message, '/data/file is not a valid sample: the JSON is damaged');
});

test('a bug in a parser stays a bug', async (t) => {
  const reader = new RecordReader(new MemoryFiles({ file: '{}' }));
  await t.throwsAsync(reader.parse('file', 'm', bug), { instanceOf: TypeError });
  const files = new MemoryFiles({ file: '{}' });
  files.onRead = bug;
  await t.throwsAsync(new RecordReader(files).list('', 'm'), { instanceOf: TypeError });
  await t.throwsAsync(new RecordReader(files).isDirectory(''), { instanceOf: TypeError });
});

test('many failures of one kind are named up to twenty and then counted, kind by kind', async (t) => {
  const files = new MemoryFiles({ other: '{' });
  for (let i = 0; i < 500; i++) files.failures.set(`${i}`, 'EACCES');
  const reader = new RecordReader(files);
  for (let i = 0; i < 500; i++) await reader.read(`${i}`, 'm');
  await reader.parse('other', 'm', parse);
  const problems = reader.problems();
  t.is(problems.length, 22);
  t.is(problems.filter(({ code }) => code === 'damaged-metadata').length, 1);
  const last = problems.at(-1);
  t.is(last?.code, 'permission-denied');
  t.regex(last?.message ?? '', /^480 more files below \/data /);
  t.is(last?.path, '/data');
  t.is(reader.failures, 501);
});

test('a directory is told from a file, from nothing and from what cannot be seen', async (t) => {
  const files = new MemoryFiles({ 'dir/file': 'x', 'closed/file': 'x' });
  files.failures.set('closed', 'EACCES');
  const reader = new RecordReader(files);
  const seen = [];
  for (const path of ['dir', 'dir/file', 'none', 'closed']) seen.push(await reader.isDirectory(path));
  t.deepEqual(seen, [true, false, false, true]);
  t.deepEqual(reader.problems(), []);
});
