/** The one widget we use; the package's index would load all of them (128 ms against 5 ms). */
declare module 'blessed-contrib/lib/widget/donut.js' {
  import type { Widgets } from 'blessed';

  interface DonutDatum {
    readonly label: string;
    readonly percent: number;
    readonly color: readonly number[];
  }
  interface DonutOptions extends Widgets.ElementOptions {
    radius: number;
    arcWidth: number;
    yPadding: number;
    remainColor: readonly number[];
    data: readonly DonutDatum[];
  }
  export default function donut(options: DonutOptions): Widgets.BoxElement;
}
