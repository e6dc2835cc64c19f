/* Runs the TUI over a canned report, for the pty tests. */
import process from 'node:process';
import { startTui } from '../../../src/tui/start.js';
import { cannedFeed } from '../canned-feed.js';
import { partialReport } from '../partial-report.js';
import { sampleReport } from '../sample-report.js';

const [mode = 'plain', images = '12'] = process.argv.slice(2);
const feed = cannedFeed({ ...sampleReport({ images: Number(images) }), sample: mode === 'sample' });
if (mode === 'broken') {
  feed.show({
    report: {
      ...sampleReport(),
      get roots(): never {
        throw new Error('the report is broken');
      },
    },
  });
}
if (mode === 'scanning') {
  const report = partialReport();
  feed.show({ report, scanning: true, entries: 182_212 });
}
if (mode === 'crash') {
  feed.refresh = () => {
    setImmediate(() => {
      throw new Error('the feed is broken');
    });
  };
}
// A scan that is still at work must not keep the process from ending.
if (mode === 'busy') setInterval(() => {}, 1000);
await startTui(feed, { iec: false });
process.stdout.write(`LEFT cancelled=${feed.calls.cancel} listeners=${feed.listeners()}\n`);
if (mode === 'busy') process.exit(0);
