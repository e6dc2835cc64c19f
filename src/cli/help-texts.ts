// What `--help` says beside the options.

export const EXIT_CODES = `
Exit codes: 0 complete · 1 a check failed · 2 it could not run · 3 ran, but some figures are unmeasured`;

export const WHOSE_HELP = `
A key is a path below a root (of a layer, a volume, a log, however deep), a layer (diff id, chain id, name of its
directory, short link), a snapshot key or number, a digest, a volume, an image id or reference, a container id or name,
a build cache record, a leftover or a network: in full, or the beginning of an id or name (4 characters or more) that
only one has. Digests are found with and without sha256:.

A key is also what runs and what connects it, which is answered without a look at the disk:
  48213, pid:48213, /proc/48213      a process by its id on the host
  web:1, container:web:1             a process by its id in a container
  5432, port:5432, 5432/udp, :5432   a port; 127.0.0.1:8080, [::1]:8080 at one address
  172.18.0.2, fd00::2, 02:42:ac:…    an address: an endpoint’s, a gateway’s, or one in a network’s subnet
  veth3f61a2b, br-…, docker0         an interface of the host
  /docker/<id>, /sys/fs/cgroup/…     a control group, also one deep in a container’s
  4026532281, ns:4026532281,
  net:[4026532281], /proc/1/ns/net   a namespace
  network:shop                       a network alone
A bare number is a process, a port or a namespace first (every one that it is), and the number of a snapshot where it is
none of these: snapshot:123 asks for the snapshot.

Examples:
  bilge whose /var/lib/docker/overlay2/8f3c…/diff/usr/lib   who owns this directory
  bilge whose shop-db-1 sha256:9e44                         a container by its name, a layer by a part of its id
  bilge whose 48213 :8080 172.18.0.2                        which containers a process, a port and an address belong to
  find /var/lib/docker -size +1G | bilge whose -            who owns each large file

Exit codes: 0 every key has an answer · 1 a key was not found or is ambiguous · 2 it could not run ·
3 some figures are unmeasured`;

export const CHECK_HELP = `
Each threshold is the most that is allowed. They come from the options, then from the configuration file that --config
names, or else ~/.config/bilge/config.toml, then from /etc/bilge.toml: [check] max-used = "85%". Where none of these
sets any, the defaults are --max-used 90% --max-inodes 90% --max-leftovers 1GB --max-log-growth 1GB.

Growth of logs is measured between the report of --baseline and now. For a container that this has not, it is the average
since it was created, for those that run with a log that nothing bounds and are at least an hour old.

Nothing is printed where all rules hold: cron mails what is. A rule that cannot be judged, because a figure is
unmeasured, is said on standard error.

Examples:
  bilge check                                      the defaults, or what the configuration says
  bilge check --max-used 85% --max-reclaimable 20% -v
                                                   two rules, also said when they hold
  bilge report -o /var/lib/bilge/report.json; …
  bilge check --max-log-growth 500MB --baseline /var/lib/bilge/report.json
                                                   what logs grew by since that report

Exit codes: 0 all rules hold · 1 a rule is broken: one line each · 2 it could not run ·
3 a rule could not be judged, and none is broken`;

export const CLEAN_HELP = `
Without --apply nothing is changed. A plan takes what can be pulled, built or made again and was not used lately; what may
exist nowhere else is listed below it, and taken only when --only names it, or when --free cannot be reached otherwise.
Named volumes are taken only by --only named-volumes.

--only takes kinds: images, containers, volumes (anonymous ones), cache, networks; and rules: dangling-images,
unused-images, old-builds, held-images, exited-containers, anonymous-volumes, named-volumes, build-cache, unused-networks.

Never part of a plan: what runs or is used by what runs, what the engine does not show, and what is protected: by the
label bilge.keep=true, by --keep, or by [protect] in /etc/bilge.toml and ~/.config/bilge/config.toml.

--apply removes through the engine’s API, never by force, one object after the other. Each is looked at just before, and
skipped when it has changed, came into use or gained a name. Ctrl-C stops between two objects. In the end it is measured
what that gave back.

Examples:
  bilge clean                                     what can go
  bilge clean --free 20GB                         20 GB, losing as little as possible
  bilge clean --only cache --older-than 14d --apply
  bilge clean -o plan.json; bilge clean --apply --plan plan.json --log clean.jsonl

Exit codes: 0 complete · 1 with --apply not everything was removed, also after a no, or --free cannot be reached · 2 it could not run ·
3 some figures are unmeasured`;
