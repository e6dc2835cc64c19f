import test from 'ava';
import { createEngineClient } from '../../../src/collectors/engine/dockerode-client.js';
import { type Handler, readFixture, sendJson, startFakeEngine } from './fake-engine.js';

const LIVE = { sizes: false, live: true };
const IDS = Array.from({ length: 40 }, (_, index) => index.toString(16).padStart(64, 'c'));

const gone: Handler = (_, response) => sendJson(response, {}, 404);
const hang: Handler = () => undefined;
const noDetails: Handler = (_, response) => sendJson(response, []);

/** An engine with many running containers, all of which answer alike. */
function many(top: Handler, stats: Handler): Readonly<Record<string, Handler>> {
  const listed = IDS.map((Id) => ({ Id, Names: [`/${Id.slice(60)}`], State: 'running' }));
  return {
    '/containers/json': (_, response) => sendJson(response, listed),
    ...Object.fromEntries(
      IDS.flatMap((id) => [
        [`/containers/${id}/top`, top] as const,
        [`/containers/${id}/stats`, stats] as const,
        // No details: the container stays as it was listed.
        [`/containers/${id}/json`, noDetails] as const,
      ]),
    ),
  };
}

test('columns that ps refused are tried by the first requests alone', async (t) => {
  const refused = await readFixture('20.10-live', 'top-busybox-refused');
  const told = await readFixture('20.10-live', 'top-busybox');
  const top: Handler = ({ url }, response) => {
    if (url?.includes('nlwp') === true) response.writeHead(500).end(refused);
    else response.end(told);
  };
  const { endpoint, requests } = await startFakeEngine(t, '20.10-live', many(top, gone));
  const { inventory } = await createEngineClient(endpoint, { procRoot: '/nonexistent' }).collect(LIVE);
  t.is(inventory?.live?.processes.length, 3 * IDS.length);
  const refusals = requests.filter((request) => request.includes('nlwp')).length;
  t.true(refusals >= 1 && refusals <= 8, `${refusals}`);
});

test('an engine that hangs at every container is left alone after a few', async (t) => {
  const { endpoint, requests } = await startFakeEngine(t, '20.10-live', many(hang, gone));
  const client = createEngineClient(endpoint, { procRoot: '/nonexistent', timeoutMs: 1000 });
  const { problems } = await client.collect(LIVE);
  t.true(requests.filter((request) => request.includes('/top')).length <= 16);
  t.true(
    problems.some(({ message }) => message.startsWith('The engine gave no processes of 40 of 40 containers')),
  );
});
