import type { ByteStyle } from '../../report/text/bytes.js';
import type { CellStyle } from '../../report/text/figure.js';
import type { Theme } from '../theme/theme.js';
import type { ReportIndex } from './report-index.js';

/** How a person wants to see a report: colors, units. Fixed for a session. */
export interface Look {
  readonly theme: Theme;
  readonly style: ByteStyle;
}

/** What cells and details need besides their record. */
export interface RecordContext extends Look {
  readonly index: ReportIndex;
  /** How the cells of this report are written. */
  readonly cells: CellStyle;
  /** Weight of the heaviest record of the list, the full length of its bars. */
  readonly heaviest: number | null;
}
