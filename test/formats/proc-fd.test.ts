import test from 'ava';
import * as fc from 'fast-check';
import { deletedPath, linkedPath, mountIdOf } from '../../src/formats/proc-fd.js';

test('a link to what has no path has none', (t) => {
  for (const link of ['socket:[1]', 'pipe:[2]', 'anon_inode:[eventpoll]', '']) {
    t.is(linkedPath(link), null);
    t.is(deletedPath(`${link} (deleted)`), null);
  }
  t.is(linkedPath('/a'), '/a');
});

test('the mark of a deleted file is taken off once', (t) => {
  t.is(deletedPath('/a (deleted)'), '/a');
  t.is(deletedPath('/a (deleted) (deleted)'), '/a (deleted)');
  t.is(deletedPath('/a (deleted)x'), null);
  const property = fc.property(fc.string(), (name) => t.is(deletedPath(`/${name} (deleted)`), `/${name}`));
  t.notThrows(() => fc.assert(property));
});

test('the mount of a descriptor is read among its other facts', (t) => {
  t.is(mountIdOf('pos:\t102400\nflags:\t0100001\nmnt_id:\t220\nino:\t2187531\n'), 220);
  t.is(mountIdOf('pos:\t0\nflags:\t02\n'), null);
  t.is(mountIdOf('xmnt_id:\t220\n'), null);
});

test('arbitrary facts of a descriptor have a mount or none', (t) => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('mnt_id:', '\t', '\n', '9'.repeat(20), '7'));
  const property = fc.property(fc.array(piece), (pieces) => {
    const id = mountIdOf(pieces.join(''));
    t.true(id === null || Number.isSafeInteger(id));
  });
  t.notThrows(() => fc.assert(property));
});
