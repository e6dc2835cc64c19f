import type { ListName } from '../../report/lists/all.js';
import { containerList } from '../../report/lists/containers.js';
import { imageList } from '../../report/lists/images.js';
import { layerList } from '../../report/lists/layers.js';
import { volumeList } from '../../report/lists/volumes.js';
import { renderMounts } from '../../report/text/mounts.js';
import { cleanText } from '../../report/text/clean-text.js';
import type { ContainerReport, ImageReport, LayerReport, VolumeReport } from '../../report/types.js';
import type { ExitCode } from '../exit.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { type ListCommand, runList } from './list.js';

const images: ListCommand<ImageReport> = {
  list: imageList,
  records: (report) => report.images,
  hidden: {
    isHidden: (image) => image.intermediate,
    note: (count) => `${count} intermediate images not shown (--all shows them)`,
  },
};

const layers: ListCommand<LayerReport> = { list: layerList, records: (report) => report.layers };

const containers: ListCommand<ContainerReport> = {
  list: containerList,
  records: (report) => report.containers,
  footer: (records, available) => [
    ...(records.some((container) => container.statusSource === 'disk')
      ? ['', '* the state last recorded on the disk: no engine was asked']
      : []),
    ...renderMounts(records, available),
  ],
};

const volumes: ListCommand<VolumeReport> = {
  list: volumeList,
  records: (report) => report.volumes,
  footer: (records) => {
    const reasons = new Map<string, string[]>();
    for (const { name, source, unmeasuredReason } of records) {
      if (source !== 'unmeasured') continue;
      const reason = unmeasuredReason ?? 'unmeasured';
      reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
    }
    const lines = [...reasons].map(([reason, names]) => cleanText(`? ${names.join(', ')}: ${reason}`));
    return lines.length === 0 ? [] : ['', ...lines];
  },
};

/** Runs the list command of that name. */
export function runNamedList(name: ListName, options: SourceOptions & ViewOptions): Promise<ExitCode> {
  switch (name) {
    case 'images':
      return runList(images, options);
    case 'layers':
      return runList(layers, options);
    case 'containers':
      return runList(containers, options);
    case 'volumes':
      return runList(volumes, options);
  }
}
