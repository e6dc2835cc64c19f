import test from 'ava';
import { LiveFeed } from '../../src/cli/live-feed.js';
import type { SourceOptions } from '../../src/cli/options.js';
import type { CollectOptions } from '../../src/collectors/collect-options.js';
import { NothingToReadError } from '../../src/collectors/nothing-to-read.js';
import type { Inventory } from '../../src/model/inventory.js';
import type { FeedSnapshot } from '../../src/tui/report-feed.js';
import { HostBuilder } from '../analyzers/host-builder.js';
import { makeDataRoot } from './support/data-root.js';
import { emptyMachine } from './support/machine.js';

/** Longer than anything here takes. */
const PATIENCE_MS = 20_000;

/** A collection that the test brings to its end. */
interface Collection extends CollectOptions {
  readonly options: SourceOptions;
  readonly resolve: (inventory: Inventory) => void;
  readonly reject: (error: unknown) => void;
}

/** A feed whose collections wait for the test, and every snapshot it gave out. */
function heldFeed(options: SourceOptions = {}): {
  feed: LiveFeed;
  collections: Collection[];
  snapshots: FeedSnapshot[];
} {
  const collections: Collection[] = [];
  const feed = new LiveFeed(options, (given, collect = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Inventory>();
    collections.push({ ...collect, options: given, resolve, reject });
    return promise;
  });
  const snapshots: FeedSnapshot[] = [];
  feed.subscribe(() => snapshots.push(feed.snapshot()));
  return { feed, collections, snapshots };
}

/** Resolves when nothing is collected any more. */
async function idle(feed: LiveFeed): Promise<FeedSnapshot> {
  while (feed.snapshot().scanning) {
    await new Promise<void>((resolve) => {
      const unsubscribe = feed.subscribe(() => {
        unsubscribe();
        resolve();
      });
    });
  }
  return feed.snapshot();
}

function inventory(volumeBytes = 4096): Inventory {
  const host = new HostBuilder();
  host.volume('data', volumeBytes);
  return host.inventory();
}

test('before anything is asked for there is no report, no scan and no error', (t) => {
  const { feed, collections } = heldFeed();
  t.deepEqual(feed.snapshot(), { report: null, scanning: false, entries: 0, error: null });
  t.is(feed.failure, null);
  t.is(collections.length, 0);
});

test('the sample comes through: a scan that ends in a report marked as sample', async (t) => {
  const feed = new LiveFeed({ sample: true });
  feed.refresh();
  t.true(feed.snapshot().scanning);
  const { report, error, entries } = await idle(feed);
  t.true(report?.sample);
  t.is(error, null);
  t.is(entries, report?.roots[0]?.inodes ?? -1);
});

test('a data root of the disk comes through', async (t) => {
  const machine = await emptyMachine(t);
  await makeDataRoot(machine.at('root'));
  const feed = new LiveFeed({ offline: true, dataRoot: machine.at('root') });
  feed.refresh();
  const { report } = await idle(feed);
  t.is(report?.containers[0]?.name, 'web');
  t.true((report?.roots[0]?.allocatedBytes ?? 0) > 0);
});

test('nothing to read is the feed’s failure, with the sentence in the snapshot', async (t) => {
  const machine = await emptyMachine(t);
  const feed = new LiveFeed({ offline: true, dataRoot: machine.at('none') });
  feed.refresh();
  const { report, error } = await idle(feed);
  t.is(report, null);
  t.true(feed.failure instanceof NothingToReadError);
  t.true(error?.includes(machine.at('none')));
});

test('the snapshot is the same object until something changes, and each change is announced once', async (t) => {
  const { feed, collections, snapshots } = heldFeed();
  t.is(feed.snapshot(), feed.snapshot());
  feed.refresh();
  t.is(snapshots.length, 1);
  const scanning = feed.snapshot();
  t.is(feed.snapshot(), scanning);
  collections[0]?.resolve(inventory());
  const ended = await idle(feed);
  t.is(snapshots.length, 2);
  t.not(ended, scanning);
  t.is(feed.snapshot(), ended);
});

test('the options that name the host are handed on', (t) => {
  const options = { host: 'unix:///x.sock', dataRoot: '/x' };
  const { feed, collections } = heldFeed(options);
  feed.refresh();
  t.deepEqual(collections[0]?.options, options);
});

test('a second refresh during a scan does nothing; one after it collects again', async (t) => {
  const { feed, collections } = heldFeed();
  feed.refresh();
  feed.refresh();
  t.is(collections.length, 1);
  collections[0]?.resolve(inventory());
  await idle(feed);
  feed.refresh();
  t.is(collections.length, 2);
});

test('the report stays while the next one is collected', async (t) => {
  const { feed, collections } = heldFeed();
  feed.refresh();
  collections[0]?.resolve(inventory(8192));
  const { report } = await idle(feed);
  feed.refresh();
  t.like(feed.snapshot(), { scanning: true, entries: 0, error: null });
  t.is(feed.snapshot().report, report);
  collections[1]?.resolve(inventory(40_960));
  t.is((await idle(feed)).report?.volumes[0]?.allocatedBytes, 40_960);
});

test('the first figures of a scan are shown at once, later ones not each time', (t) => {
  const { feed, collections, snapshots } = heldFeed();
  feed.refresh();
  const before = snapshots.length;
  collections[0]?.onProgress?.(inventory(8192));
  t.is(snapshots.length, before + 1);
  t.like(feed.snapshot(), { scanning: true });
  t.is(feed.snapshot().report?.volumes[0]?.allocatedBytes, 8192);
  t.true(feed.snapshot().entries > 0);
  const calls = 100;
  for (let call = 0; call < calls; call++) collections[0]?.onProgress?.(inventory());
  t.true(snapshots.length < before + 1 + calls);
});

test('the first figures of a second scan are shown at once too', async (t) => {
  const { feed, collections } = heldFeed();
  feed.refresh();
  collections[0]?.onProgress?.(inventory());
  collections[0]?.resolve(inventory());
  await idle(feed);
  feed.refresh();
  collections[1]?.onProgress?.(inventory(16_384));
  t.is(feed.snapshot().report?.volumes[0]?.allocatedBytes, 16_384);
});

test('cancel ends the running scan through its signal and keeps what it measured', async (t) => {
  const { feed, collections } = heldFeed();
  feed.cancel();
  feed.refresh();
  const signal = collections[0]?.signal;
  t.false(signal?.aborted);
  feed.cancel();
  t.true(signal?.aborted);
  collections[0]?.resolve(inventory(8192));
  const { report, error } = await idle(feed);
  t.is(error, null);
  t.is(report?.volumes[0]?.allocatedBytes, 8192);
});

test('a cancelled scan does not cancel the next one', async (t) => {
  const { feed, collections } = heldFeed();
  feed.refresh();
  feed.cancel();
  collections[0]?.resolve(inventory());
  await idle(feed);
  feed.refresh();
  t.false(collections[1]?.signal?.aborted);
});

test('what a collection showed on its way to a failure goes with it, so that the failure is read', async (t) => {
  const { feed, collections } = heldFeed();
  feed.refresh();
  collections[0]?.onProgress?.(inventory());
  t.not(feed.snapshot().report, null);
  collections[0]?.reject(new Error('nothing to read'));
  const failed = await idle(feed);
  t.is(failed.report, null);
  t.is(failed.error, 'nothing to read');
});

test('a failure is told, keeps the last report, and is forgotten with the next refresh', async (t) => {
  const { feed, collections } = heldFeed();
  feed.refresh();
  collections[0]?.resolve(inventory());
  const { report } = await idle(feed);
  feed.refresh();
  const failure = new Error('the disk is on fire');
  collections[1]?.reject(failure);
  const failed = await idle(feed);
  t.is(failed.error, 'the disk is on fire');
  t.is(failed.report, report);
  t.is(feed.failure, failure);
  feed.refresh();
  t.is(feed.snapshot().error, null);
  t.is(feed.failure, null);
});

test('who unsubscribed hears nothing more', async (t) => {
  const { feed, collections } = heldFeed();
  let heard = 0;
  const unsubscribe = feed.subscribe(() => (heard += 1));
  feed.refresh();
  t.is(heard, 1);
  unsubscribe();
  collections[0]?.resolve(inventory());
  await idle(feed);
  t.is(heard, 1);
});

test('first news are the first report, even of a scan that goes on', async (t) => {
  const { feed, collections } = heldFeed();
  feed.refresh();
  const news = feed.firstNews(PATIENCE_MS);
  collections[0]?.onProgress?.(inventory());
  await news;
  t.true(feed.snapshot().scanning);
  t.not(feed.snapshot().report, null);
});

test('first news are a failure as well', async (t) => {
  const { feed, collections } = heldFeed();
  feed.refresh();
  const news = feed.firstNews(PATIENCE_MS);
  collections[0]?.reject(new NothingToReadError([]));
  await news;
  t.true(feed.failure instanceof NothingToReadError);
});

test('first news do not wait where nothing is collected, nor longer than they may', async (t) => {
  const { feed } = heldFeed();
  await feed.firstNews(PATIENCE_MS);
  feed.refresh();
  await feed.firstNews(1);
  t.true(feed.snapshot().scanning);
});
