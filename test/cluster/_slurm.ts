import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds. */
const PATIENCE = 60_000;

/** Why no Slurm can be started here; undefined where one can. */
export const NO_SLURM: string | undefined = (() => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "a Slurm of one's own takes Linux and root";
  const lacking = ["slurmctld", "slurmd", "munged", "sbatch"].find(
    (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0,
  );
  return lacking && `there is no ${lacking} (apt install slurmctld slurmd slurm-client munge)`;
})();

/** A Slurm of one node, this machine, with its state in a folder of its own. */
export interface Slurm {
  /** What a command of Slurm prints. */
  readonly ask: (command: string, ...args: readonly string[]) => string;
  /** The environment in which commands find it. */
  readonly env: NodeJS.ProcessEnv;
  /** Hands a script to sbatch; returns the number of the job. */
  readonly submit: (script: string) => string;
  /** Waits until no job waits or runs. */
  readonly idle: () => Promise<void>;
  /** Kills the node with all that runs on it, as a power cut does, and tells the controller. */
  readonly killNode: () => Promise<void>;
  /** Starts the node again. */
  readonly startNode: () => Promise<void>;
  /** Ends all that was started, and removes its folder. */
  readonly end: () => Promise<void>;
}

export async function startSlurm(): Promise<Slurm> {
  const at = mkdtempSync(join(tmpdir(), "slurm-"));
  // The socket of munged must lie where everybody may look.
  chmodSync(at, 0o755);
  for (const name of ["state", "spool"]) mkdirSync(join(at, name));
  const [controller, node] = [await freePort(), await freePort()];
  const conf = join(at, "slurm.conf");
  const socket = join(at, "munge.socket");
  writeFileSync(join(at, "munge.key"), Buffer.alloc(128, 7), { mode: 0o600 });
  writeFileSync(conf, configuration(at, socket, controller, node));
  const env = { ...process.env, SLURM_CONF: conf };
  const daemon = (command: string, ...args: readonly string[]) =>
    spawn(command, args, { env, stdio: "ignore", detached: true });
  const ask = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const answers = (command: string, ...args: readonly string[]) => {
    const { status, stdout } = spawnSync(command, args, { env, encoding: "utf8" });
    return status === 0 ? stdout.trim() : undefined;
  };

  const end = async () => {
    for (const pid of processesOf(conf)) kill(pid);
    await until(() => processesOf(conf).length === 0);
    rmSync(at, { recursive: true });
  };
  const files = ["pid-file", "log-file", "seed-file"].map((name) => `--${name}=${join(at, `munged.${name}`)}`);
  const munged = daemon(
    "munged",
    "--foreground",
    `--socket=${socket}`,
    `--key-file=${join(at, "munge.key")}`,
    ...files,
  );
  await until(() => answers("munge", `--socket=${socket}`, "--no-input") !== undefined);
  const slurmctld = daemon("slurmctld", "-D", "-f", conf);
  const startNode = async () => {
    daemon("slurmd", "-D", "-f", conf, "-N", hostname());
    await until(() => answers("scontrol", "update", `nodename=${hostname()}`, "state=resume") !== undefined || isUp());
    await until(isUp, 100);
  };
  const isUp = () => /^(idle|mixed|allocated)$/.test(answers("sinfo", "--noheader", "--format=%T") ?? "");
  const killNode = async () => {
    for (const pid of processesOf(conf)) if (![munged.pid, slurmctld.pid].includes(pid)) kill(pid);
    ask("scontrol", "update", `nodename=${hostname()}`, "state=down", "reason=killed");
  };
  try {
    await startNode();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    ask,
    env,
    submit: (script) => {
      const file = join(at, "job.sh");
      writeFileSync(file, script);
      return ask("sbatch", "--parsable", file).trim();
    },
    idle: () => until(() => answers("squeue", "--noheader") === "", 250),
    killNode,
    startNode,
    end,
  };
}

function configuration(at: string, socket: string, controller: number, node: number): string {
  return [
    "ClusterName=test",
    `SlurmctldHost=${hostname()}(127.0.0.1)`,
    `SlurmctldPort=${controller}`,
    "AuthType=auth/munge",
    `AuthInfo=socket=${socket}`,
    "SlurmUser=root",
    `StateSaveLocation=${join(at, "state")}`,
    `SlurmdSpoolDir=${join(at, "spool")}`,
    `SlurmctldPidFile=${join(at, "slurmctld.pid")}`,
    `SlurmdPidFile=${join(at, "slurmd.pid")}`,
    `SlurmctldLogFile=${join(at, "slurmctld.log")}`,
    `SlurmdLogFile=${join(at, "slurmd.log")}`,
    "ProctrackType=proctrack/linuxproc",
    "TaskPlugin=task/none",
    "SelectType=select/cons_tres",
    "SelectTypeParameters=CR_Core",
    "SchedulerParameters=batch_sched_delay=0,sched_interval=1",
    "ReturnToService=2",
    "KillWait=1",
    "MailProg=/bin/true",
    `NodeName=${hostname()} NodeAddr=127.0.0.1 Port=${node} CPUs=2 State=UNKNOWN`,
    `PartitionName=all Nodes=${hostname()} Default=YES State=UP`,
    "",
  ].join("\n");
}

/** The processes that were started with this configuration, and by those. */
function processesOf(conf: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/environ`, "latin1").split("\0").includes(`SLURM_CONF=${conf}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Waits for a condition. Throws after a minute, in which a machine of any speed has done what these tests wait for. */
export async function until(condition: () => boolean, every = 20): Promise<void> {
  for (const end = Date.now() + PATIENCE; !condition(); await pause(every))
    if (Date.now() > end) throw new Error(`waited in vain for ${condition}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}
