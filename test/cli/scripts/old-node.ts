/* Preloaded into the launcher: makes it believe that it runs on an old Node. */
import process from 'node:process';

Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });
