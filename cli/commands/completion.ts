import type { Command } from "commander";
import { CliError } from "../errors.js";
import { action, type Host } from "../invocation.js";

/** `echoind completion`: scripts that complete commands and flags; made from the command tree, so never out of date. */
export function registerCompletion(program: Command, host: Host): void {
  const completion = program.command("completion <shell>").description("completion script for bash, zsh or fish");
  completion.addHelpText(
    "after",
    '\nbash, zsh: eval "$(echoind completion bash)"\nfish:      echoind completion fish | source',
  );
  action(completion, host, (call, shell) => {
    const tree = [...walk(program, [])];
    if (shell === "bash") return call.print(bash(tree));
    if (shell === "zsh") return call.print(`autoload -U +X bashcompinit && bashcompinit\n${bash(tree)}`);
    if (shell === "fish") return call.print(fish(tree));
    throw new CliError(`no completion for "${shell}"`, { hint: "bash, zsh or fish" });
  });
}

/** A command by its words, and what may follow it. */
interface Node {
  readonly words: readonly string[];
  readonly next: readonly { readonly word: string; readonly help: string }[];
  readonly flags: readonly { readonly word: string; readonly help: string }[];
}

function* walk(command: Command, words: readonly string[]): Generator<Node> {
  const inherited = words.length === 0 ? [] : rootOf(command).options;
  const flags = [...command.options, ...inherited].filter((option) => !option.hidden && option.long !== undefined);
  yield {
    words,
    next: command.commands.map((inner) => ({ word: inner.name(), help: inner.description() })),
    flags: [
      ...flags.map((option) => ({ word: option.long ?? "", help: option.description })),
      { word: "--help", help: "show help" },
    ],
  };
  for (const inner of command.commands) {
    for (const name of [inner.name(), ...inner.aliases()]) yield* walk(inner, [...words, name]);
  }
}

const rootOf = (command: Command): Command => (command.parent === null ? command : rootOf(command.parent));

/** The words before the cursor that are not flags choose the case; values of flags are not completed. */
function bash(tree: readonly Node[]): string {
  const cases = tree.map(({ words, next, flags }) => {
    const offered = [...next, ...flags].map(({ word }) => word).join(" ");
    return `    "${words.join(" ")}") offered="${offered}" ;;`;
  });
  return `_echoind() {
  local offered="" path="" word index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    [[ "$word" == -* ]] || path="\${path:+$path }$word"
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$offered" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [[ \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _echoind echoind`;
}

function fish(tree: readonly Node[]): string {
  const quote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = [
    "function __echoind_at",
    "  set -l words (commandline -opc | string match -rv '^-')",
    '  test (string join " " $words[2..]) = (string join " " $argv)',
    "end",
  ];
  for (const { words, next, flags } of tree) {
    const where = `complete -c echoind -n ${quote(`__echoind_at ${words.join(" ")}`.trim())}`;
    for (const { word, help } of next) lines.push(`${where} -a ${word} -d ${quote(help)}`);
    for (const { word, help } of flags) lines.push(`${where} -l ${word.slice(2)} -d ${quote(help)}`);
  }
  return lines.join("\n");
}
