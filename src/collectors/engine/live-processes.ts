import type { EngineProcess } from '../../model/engine-processes.js';
import { parseTop } from './answers/top.js';
import { listProblem } from './problems.js';
import { type RequestError, toRequestError } from './request-error.js';
import { askRunning, type GetOfContainer } from './running.js';
import type { Session } from './session.js';

/** Each is a `ps` on the engine's host. */
const CONCURRENCY = 8;

/**
 * Arguments for `ps`, the best first: of procps; of busybox, which has no wide columns, threads or seconds; none, which
 * is `-ef`. `-e` because engines that cannot ask for certain processes look for theirs in the whole output.
 */
const FORMS: readonly { readonly ps_args?: string }[] = [
  { ps_args: '-eo pid,ppid,user:32,stat,rss,nlwp,etimes,args' },
  { ps_args: '-eo pid,ppid,user,stat,rss,args' },
  {},
];

function hint({ message }: RequestError): string | null {
  return /executable file not found/.test(message)
    ? 'The engine runs ps for it, which its host lacks: install procps there.'
    : null;
}

/** Which arguments the engine's `ps` takes; what was refused once is not tried again. */
class PsForms {
  #first = 0;

  async ask<T>(get: (query: { readonly ps_args?: string }) => Promise<T>): Promise<T> {
    for (let index = this.#first; ; index++) {
      try {
        return await get(FORMS[index] ?? {});
      } catch (error) {
        // The engine says 500 for whatever `ps` has to say.
        if (toRequestError(error).status !== 500 || index + 1 >= FORMS.length) throw error;
        this.#first = Math.max(this.#first, index + 1);
      }
    }
  }
}

/**
 * The processes of these containers by the engine's `top`.
 * @param clockOffsetMs how far the engine's clock is ahead of ours
 */
export async function collectEngineProcesses(
  session: Session,
  ids: readonly string[],
  clockOffsetMs: number,
): Promise<EngineProcess[]> {
  const forms = new PsForms();
  let rejected = 0;
  const askOne = async (id: string, get: GetOfContainer): Promise<readonly EngineProcess[]> => {
    const answer = await forms.ask((query) => get('/top', query));
    const list = parseTop(answer, id, Date.now() + clockOffsetMs);
    rejected += list.rejected;
    return list.items;
  };
  const missing = 'processes of these containers';
  const lists = await askRunning(session, {
    subject: 'processes',
    ids,
    concurrency: CONCURRENCY,
    askOne,
    missing,
    hint,
  });
  if (rejected > 0) {
    const message = `The engine listed ${rejected} processes in a form that bilge does not know.`;
    session.problems.push(listProblem(session.endpoint, message, 'these processes', null));
  }
  return lists.flat();
}
