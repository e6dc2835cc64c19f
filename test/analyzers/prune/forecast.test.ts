import test from 'ava';
import * as fc from 'fast-check';
import { forecastPrunes, type PruneFacts } from '../../../src/analyzers/prune/forecast.js';
import { volumeDirectory } from '../../../src/model/data-root-layout.js';
import type { Inventory } from '../../../src/model/inventory.js';
import { pruneForecastsSchema } from '../../../src/report/schema/prune.js';
import type { PruneForecasts } from '../../../src/report/types.js';
import { hostSpec, inventoryOf } from '../arbitrary-host.js';
import { HostBuilder } from '../host-builder.js';
import { hex64 } from '../records.js';
import { advise, protecting } from '../recommendations/advise.js';
import { mountOf } from '../switched-host.js';

const CLAIMS = { images: 5000, containers: 0, volumes: 0, buildCache: -7 };
/** As engines from 23.0 on make one. */
const ANONYMOUS = { labels: { 'com.docker.volume.anonymous': '' } };
const FACTS: PruneFacts = {
  version: '28.5.2',
  imageStore: 'graphdriver',
  claims: CLAIMS,
  claimsMissing: null,
};

function forecast(inventory: Inventory, facts: Partial<PruneFacts> = {}): PruneForecasts {
  return forecastPrunes(advise(inventory, protecting([])).basis, { ...FACTS, ...facts });
}

/** Objects and bytes of one command. */
function of({ forecasts }: PruneForecasts, command: string): readonly [number, number | null] | undefined {
  const found = forecasts.find((one) => one.command === command);
  return found === undefined ? undefined : [found.objects, found.freedBytes];
}

/** One volume of each kind, and a stopped container with a volume of its own. */
function aHost(): HostBuilder {
  const host = new HostBuilder();
  host.volume('named', 8192);
  host.volume(hex64('anonymous'), 4096, ANONYMOUS);
  host.volume('used', 16_384);
  host.container('web', null, { mounts: [mountOf('used')] }, { writable: 20_480 });
  return host;
}

test('up to 22 a prune of volumes takes named ones too, from 23 on with --all alone', (t) => {
  const early = forecast(aHost().inventory(), { version: '20.10.24+dfsg1' });
  const late = forecast(aHost().inventory(), { version: '23.0.0' });
  t.deepEqual(of(early, 'docker volume prune'), [2, 12_288]);
  t.is(of(early, 'docker volume prune --all'), undefined);
  t.deepEqual(of(late, 'docker volume prune'), [1, 4096]);
  t.deepEqual(of(late, 'docker volume prune --all'), [2, 12_288]);
  t.deepEqual(of(forecast(aHost().inventory(), { version: null }), 'docker volume prune'), [1, 4096]);
});

test('a prune of the system begins with the containers, and takes the volumes that only these used', (t) => {
  const container = 20_480 + 12_288 + 16_384 + 4096 + 4096;
  const early = forecast(aHost().inventory(), { version: '20.10.24' });
  t.deepEqual(of(early, 'docker system prune'), [1, container]);
  t.deepEqual(of(early, 'docker system prune --all --volumes'), [4, container + 8192 + 4096 + 16_384]);
  const late = forecast(aHost().inventory());
  t.deepEqual(of(late, 'docker system prune --all --volumes'), [2, container + 4096]);
});

test('images: those without a name, and with --all those without a container', (t) => {
  const host = new HostBuilder();
  const used = host.image('used', ['used']);
  host.container('web', used);
  host.image('unused', ['unused'], {}, 40_960);
  const middle = host.image('middle', ['middle'], { references: [] }, 20_480);
  host.image('dangling', ['middle', 'dangling'], { references: [], parentId: middle.id }, 10_240);
  const forecasts = forecast(host.inventory());
  const dangling = 20_480 + 10_240 + 2 * (8192 + 4096);
  t.deepEqual(of(forecasts, 'docker image prune'), [2, dangling]);
  t.deepEqual(of(forecasts, 'docker image prune --all'), [3, dangling + 40_960 + 8192 + 4096]);
});

test('build cache: internal records and those that images share stay without --all', (t) => {
  const host = new HostBuilder();
  host.image('app', ['app']);
  host.cacheDirectory('plain', 8192, { inUse: false });
  host.cacheDirectory('frontend', 4096, { inUse: false, type: 'frontend' });
  host.cacheLayer('shared', [...host.layers.keys()][0] ?? '', { inUse: false });
  host.cacheDirectory('busy', 4096, { inUse: true });
  t.deepEqual(of(forecast(host.inventory()), 'docker builder prune'), [1, 8192]);
  t.deepEqual(of(forecast(host.inventory()), 'docker builder prune --all'), [3, 12_288]);
});

test('beside each stands what the engine claims for the same, with the difference and where it comes from', (t) => {
  const host = new HostBuilder();
  host.image('app', ['app'], {}, 40_960);
  const { forecasts, explanation, engineVersion } = forecast(host.inventory());
  const line = (command: string): unknown => forecasts.find((one) => one.command === command);
  const freedBytes = 40_960 + 8192 + 4096;
  t.like(line('docker image prune --all'), {
    claimedAs: 'Images',
    claimedBytes: 5000,
    freedBytes,
    differenceBytes: 5000 - freedBytes,
  });
  // Less than nothing is nothing.
  t.like(line('docker builder prune --all'), { claimedBytes: 0, differenceBytes: 0 });
  t.like(line('docker image prune'), { claimedAs: null, claimedBytes: null, differenceBytes: null });
  t.is(engineVersion, '28.5.2');
  t.true(explanation.length > 0);
  const silent = forecast(host.inventory(), { claims: null, claimsMissing: 'no engine answers' });
  t.true(
    silent.forecasts.every(
      ({ claimedBytes, differenceBytes }) => claimedBytes === null && differenceBytes === null,
    ),
  );
  t.is(silent.claimsMissing, 'no engine answers');
  t.deepEqual(silent.explanation, []);
});

test('what was not measured is not forecast as nothing, and has no difference', (t) => {
  const { forecasts } = forecast({ ...aHost().inventory({ walk: { state: 'running' } }) });
  for (const { objects, freedBytes, unmeasuredReason } of forecasts) {
    if (objects > 0) t.truthy(unmeasuredReason);
    if (objects > 0) t.not(freedBytes, 0);
  }
  const nobody = forecast(aHost().inventory({ root: { walk: null } }));
  for (const { objects, freedBytes, differenceBytes } of nobody.forecasts) {
    if (objects > 0) t.deepEqual([freedBytes, differenceBytes], [null, null]);
  }
});

test('forecasts are valid, whatever the host, and a larger prune frees no less', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, fc.constantFrom('20.10.24', '28.5.2', null), (spec, version) => {
      const found = forecast(inventoryOf(spec), { version });
      t.true(pruneForecastsSchema.safeParse(JSON.parse(JSON.stringify(found))).success);
      const bytes = (command: string): number => of(found, command)?.[1] ?? 0;
      t.true(bytes('docker image prune') <= bytes('docker image prune --all'));
      t.true(bytes('docker builder prune') <= bytes('docker builder prune --all'));
      t.true(bytes('docker system prune') <= bytes('docker system prune --all --volumes'));
      t.true(bytes('docker container prune') <= bytes('docker system prune'));
      t.true(bytes('docker volume prune') <= bytes('docker system prune --all --volumes'));
    }),
    { numRuns: 80 },
  );
});

test('a volume that was not empty is part of a forecast: the engine asks nobody', (t) => {
  const host = new HostBuilder();
  host.volume(hex64('full'), 40_960, ANONYMOUS);
  host.group(volumeDirectory(hex64('full')), { allocatedBytes: 40_960, inodes: 99 });
  t.deepEqual(of(forecast(host.inventory()), 'docker volume prune'), [1, 40_960]);
});

test('from 23 on an anonymous volume of an earlier engine, which lacks the label, is left without --all', (t) => {
  const host = new HostBuilder();
  host.volume(hex64('of 20.10'), 8192);
  t.deepEqual(of(forecast(host.inventory()), 'docker volume prune'), [0, 0]);
  t.deepEqual(of(forecast(host.inventory()), 'docker volume prune --all'), [1, 8192]);
  t.deepEqual(of(forecast(host.inventory(), { version: '20.10.24' }), 'docker volume prune'), [1, 8192]);
});
