import { CliError } from "../errors.js";
import { readNeeded } from "../files.js";
import { envName, type Invocation } from "../invocation.js";
import { appSchema, crossCheck } from "./app.js";
import { checkValue, parseConfig, parseValue, type ConfigValue, Settings } from "./schema.js";

/** app.toml with what environment and flags (`--api.enable`) say instead. @throws CliError naming what is wrong, and where */
export function loadAppConfig(call: Invocation): Settings {
  const path = call.home.appConfig;
  const file = parseConfig(appSchema, readNeeded(path, `echoind init <moniker> --home ${call.home.path}`), path);
  const settings = new Map<string, ConfigValue>(file.entries());
  for (const field of appSchema.fields) {
    const variable = call.host.terminal.env[envName(field.key)];
    if (variable !== undefined && variable !== "") {
      settings.set(field.key, checkValue(field, parseValue(field, variable), envName(field.key)));
    }
    if (!call.isSet(field.key)) continue;
    const text = typeof field.default === "boolean" ? String(call.boolean(field.key)) : (call.string(field.key) ?? "");
    settings.set(field.key, checkValue(field, parseValue(field, text), `--${field.key}`));
  }
  const fault = crossCheck((key) => settings.get(key));
  if (fault !== undefined) throw new CliError(fault, { hint: `set it in ${path}` });
  return new Settings(settings);
}
