/* Preloaded into bilge: writes every file that it loads, beside node's own modules, into the file that RECORD names. */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import process from 'node:process';

const record = process.env['RECORD'];
registerHooks({
  load(url, context, nextLoad) {
    if (record !== undefined) appendFileSync(record, `${url}\n`);
    return nextLoad(url, context);
  },
});
