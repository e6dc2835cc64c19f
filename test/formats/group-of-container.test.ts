import test from 'ava';
import * as fc from 'fast-check';
import { containersOfCgroupPath, groupOfContainer } from '../../src/formats/container-cgroup.js';

const ID = 'a0'.repeat(32);
const INNER = 'b1'.repeat(32);

const GROUPS: readonly (readonly [path: string, id: string, group: string])[] = [
  [`/docker/${ID}`, ID, `/docker/${ID}`],
  [`/docker/${ID}/init`, ID, `/docker/${ID}`],
  [`/docker/${ID}/docker/${INNER}`, ID, `/docker/${ID}`],
  [`/docker/${ID}/docker/${INNER}`, INNER, `/docker/${ID}/docker/${INNER}`],
  [`/machine.slice/libpod-${ID}.scope/container/x`, ID, `/machine.slice/libpod-${ID}.scope/container`],
  [`/libpod_parent/libpod-${ID}/container`, ID, `/libpod_parent/libpod-${ID}`],
  [`/../${ID}/x`, ID, `/../${ID}`],
  ['/lxc.payload.web/system.slice/cron.service', 'web', '/lxc.payload.web'],
  ['/machine.slice/machine-my\\x2dbox.scope/x', 'my-box', '/machine.slice/machine-my\\x2dbox.scope'],
  ['/default/c1', 'c1', '/default/c1'],
];

for (const [path, id, group] of GROUPS) {
  test(`the group of ${id.slice(0, 8)} in ${path.replaceAll(/(\w{4})\w{60}/g, '$1…')} ends with its name`, (t) => {
    t.is(groupOfContainer(path, id), group);
  });
}

test('the group of a monitor, or of another container, is not the container’s', (t) => {
  t.is(groupOfContainer(`/machine.slice/libpod-conmon-${ID}.scope`, ID), null);
  t.is(groupOfContainer(`/docker/${INNER}`, ID), null);
  t.is(groupOfContainer('/default/abc1', 'c1'), null);
  t.is(groupOfContainer('/', ID), null);
  t.is(groupOfContainer('', ''), null);
});

test('each container that a path names has a group, and the group names it last', (t) => {
  const part = fc.oneof(
    fc.constantFrom('docker', ID, `docker-${INNER}.scope`, 'default', '..', 'lxc.payload.web', 'init'),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const path = `/${parts.join('/')}`;
      for (const { containerId, monitor } of containersOfCgroupPath(path)) {
        const group = groupOfContainer(path, containerId);
        if (monitor && group === null) continue;
        t.true(group !== null && (path === group || path.startsWith(`${group}/`)));
        t.is(containersOfCgroupPath(group ?? '').at(-1)?.containerId, containerId);
      }
    }),
  );
});
