import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { CliError } from "./errors.js";
import { parseJson, readIfThere, writeFileAtomic } from "./files.js";

/** The form of the home directory that this program reads and writes. A change of form is a new number. */
export const HOME_LAYOUT = 1;

/** Where everything of one node lies. */
export class Home {
  constructor(readonly path: string) {}

  /** A path below the home. */
  at(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  get genesis(): string {
    return this.at("config", "genesis.json");
  }
  get cometConfig(): string {
    return this.at("config", "config.toml");
  }
  get appConfig(): string {
    return this.at("config", "app.toml");
  }
  get clientConfig(): string {
    return this.at("config", "client.toml");
  }
  get nodeKey(): string {
    return this.at("config", "node_key.json");
  }
  get validatorKey(): string {
    return this.at("config", "priv_validator_key.json");
  }
  get validatorState(): string {
    return this.at("data", "priv_validator_state.json");
  }
  get versionFile(): string {
    return this.at("data", "home.json");
  }

  /** Whether `echoind init` has been here. */
  get initialized(): boolean {
    return existsSync(this.genesis);
  }

  /** @throws CliError when there is no node in this home */
  requireInitialized(): void {
    if (this.initialized) return;
    const empty = !existsSync(this.path) || readdirSync(this.path).length === 0;
    throw new CliError(`${this.path} ${empty ? "is not a node's home yet" : "has no config/genesis.json"}`, {
      hint: `echoind init <moniker> --home ${this.path}, or name the right folder with --home or ECHOIND_HOME`,
    });
  }

  /** Marks the home with this program's layout. */
  writeVersion(application: string): void {
    writeFileAtomic(this.versionFile, `${JSON.stringify({ layout: HOME_LAYOUT, application }, undefined, 2)}\n`, 0o600);
  }

  /** Refuses a home which another layout wrote. @throws CliError naming both layouts and what to do */
  requireVersion(application: string): void {
    const text = readIfThere(this.versionFile);
    if (text === undefined) {
      throw new CliError(`${this.versionFile} is missing: it cannot be told which version wrote this home`, {
        hint: `if echoind ${application} made it, restore the file with {"layout":${HOME_LAYOUT},"application":"${application}"}`,
      });
    }
    const { layout, application: writer } = parseJson(text, this.versionFile) as {
      layout?: unknown;
      application?: unknown;
    };
    if (layout === HOME_LAYOUT) return;
    const wrote = typeof writer === "string" ? `echoind ${writer}` : "another program";
    throw new CliError(
      `${this.path} has home layout ${JSON.stringify(layout)}, written by ${wrote}; echoind ${application} reads layout ${HOME_LAYOUT}`,
      {
        hint:
          typeof layout === "number" && layout > HOME_LAYOUT
            ? `run it with ${wrote} or newer`
            : "export the state with the version that wrote it, and start a new home from the export",
      },
    );
  }
}

/** The home from a flag or the environment, else `~/.echoin`; relative paths start at `cwd`. */
export function resolveHome(given: string | undefined, cwd: string): Home {
  const path = given === undefined || given === "" ? join(homedir(), ".echoin") : expand(given);
  return new Home(isAbsolute(path) ? path : resolve(cwd, path));
}

const expand = (path: string): string =>
  path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
