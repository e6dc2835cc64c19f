import { ExpectedError } from '../../model/expected-error.js';

/** No engine endpoint can be made of what was given: a wrong option, variable, configuration file or context. */
export class EndpointError extends ExpectedError {
  override readonly name = 'EndpointError';
  /** Where the value came from: `--host`, `DOCKER_HOST`, a file. */
  readonly where: string;
  /** What to do next. */
  readonly hint: string;

  /** @param problem what is wrong, as a clause; the message adds where and what to do */
  constructor(where: string, problem: string, hint: string) {
    super(`${where}: ${problem}. ${hint}`);
    this.where = where;
    this.hint = hint;
  }
}
