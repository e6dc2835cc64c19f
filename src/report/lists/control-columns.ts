import { formatBytes } from '../text/bytes.js';
import type { CellStyle } from '../text/figure.js';
import { NO_LIMIT, NONE } from '../text/use.js';
import type { ContainerReport, ControlReport } from '../types.js';
import type { Column } from './column.js';
import { countColumn, ratioColumn, toldColumn } from './columns.js';

/** A figure of a container's control group; `null` where there is none. */
type Figure = (control: ControlReport) => number | null;
/** How such a figure is written. */
type Cell = (value: number, style: CellStyle) => string;
type Extra = Partial<Pick<Column<ContainerReport>, 'shown' | 'drop' | 'sparse'>>;
type Limited = ControlReport['unlimited'][number];

type Maker = (
  key: string,
  title: string,
  help: string,
  of: Figure,
  cell: Cell,
  extra?: Extra,
) => Column<ContainerReport>;

/** Figures in columns of one kind; `-` where there is none, of a container that does not run for one. */
function makerOf(make: typeof countColumn<ContainerReport>): Maker {
  return (key, title, help, of, cell, extra = {}) => {
    const value = ({ control }: ContainerReport): number | null => (control === null ? null : of(control));
    return make(key, title, help, value, {
      text: (container, style) => {
        const known = value(container);
        return known === null ? NONE : cell(known, style);
      },
      ...extra,
    });
  };
}

export const countOfControl = makerOf(countColumn);
export const ratioOfControl = makerOf(ratioColumn);
const toldOfControl = makerOf(toldColumn);

/** Bytes as the kernel tells them: they are no part of what is measured on the disk. */
export function bytesOfControl(
  key: string,
  title: string,
  help: string,
  of: Figure,
  extra?: Extra,
): Column<ContainerReport> {
  return toldOfControl(key, title, help, of, formatBytes, extra);
}

/** A column of limits: that there is none is another thing than that it is not known. */
export function limitOf(part: Limited, column: Column<ContainerReport>): Column<ContainerReport> {
  return {
    ...column,
    text: (container, style) =>
      container.control?.unlimited.includes(part) === true && column.value(container) === null
        ? NO_LIMIT
        : column.text(container, style),
  };
}
