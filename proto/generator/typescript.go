package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// generated are the files, or folders ending in a slash, whose codecs are written here: cosmjs-types has them not, or
// gets them wrong. In three ibc files it takes one Params message for another, and it writes staking's empty list of
// numbers as an empty field.
var generated = []string{
	"cosmos/authz/v1beta1/event.proto",
	"cosmos/base/reflection/v2alpha1/",
	"cosmos/crypto/secp256r1/",
	"cosmos/staking/v1beta1/staking.proto",
	"echoin/",
	"google/protobuf/empty.proto",
	"grpc/",
	"ibc/applications/transfer/v1/tx.proto",
	"ibc/core/connection/v1/query.proto",
	"ibc/core/connection/v1/tx.proto",
	"tendermint/types/canonical.proto",
}

func isGenerated(file string) bool {
	return slices.ContainsFunc(generated, func(prefix string) bool { return strings.HasPrefix(file, prefix) })
}

// typescript returns the modules to write, by their path under proto/generated.
func typescript(files []protoreflect.FileDescriptor) (map[string]string, error) {
	written := map[string]string{}
	var names []string
	for _, file := range files {
		if !isGenerated(file.Path()) {
			continue
		}
		m := &module{file: file, imports: map[string]map[string]bool{}}
		name := strings.TrimSuffix(file.Path(), ".proto")
		content, err := m.write()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Path(), err)
		}
		written[name+".ts"] = content
		names = append(names, name)
	}
	slices.Sort(names)
	var index strings.Builder
	index.WriteString(banner)
	for i, name := range names {
		fmt.Fprintf(&index, "import * as module%d from \"./%s.js\";\n", i, name)
	}
	index.WriteString("\n/** The modules whose messages are written here because cosmjs-types has none of them. */\n")
	index.WriteString("export const generatedModules: readonly Readonly<Record<string, unknown>>[] = [\n")
	for i := range names {
		fmt.Fprintf(&index, "  module%d,\n", i)
	}
	index.WriteString("];\n")
	written["index.ts"] = index.String()
	return written, nil
}

// module writes the TypeScript of one .proto file.
type module struct {
	file    protoreflect.FileDescriptor
	out     strings.Builder
	imports map[string]map[string]bool
}

func (m *module) line(format string, args ...any) { fmt.Fprintf(&m.out, format+"\n", args...) }

func (m *module) write() (string, error) {
	m.enums(m.file.Enums())
	if err := m.messages(m.file.Messages()); err != nil {
		return "", err
	}
	m.services()
	var head strings.Builder
	head.WriteString(banner)
	if len(m.imports) > 0 || m.file.Messages().Len() > 0 {
		up := m.up()
		if m.file.Messages().Len() > 0 {
			fmt.Fprintf(&head, "import type { BinaryReader, BinaryWriter } from \"cosmjs-types/binary\";\n")
			fmt.Fprintf(&head, "import type { Codec } from \"%scodecs.js\";\n", up+"../")
			fmt.Fprintf(&head, "import { readerOf } from \"%sreader.js\";\n", up+"../")
			fmt.Fprintf(&head, "import { newBinaryWriter } from \"%swriter.js\";\n", up+"../")
		}
		for _, from := range sortedKeys(m.imports) {
			fmt.Fprintf(&head, "import { %s } from \"%s\";\n", strings.Join(sortedKeys(m.imports[from]), ", "), from)
		}
		head.WriteString("\n")
	}
	return head.String() + strings.TrimRight(m.out.String(), "\n") + "\n", nil
}

// up leads from this module's folder to proto/generated.
func (m *module) up() string { return strings.Repeat("../", strings.Count(m.file.Path(), "/")) }

func sortedKeys[V any](values map[string]V) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// typeName is a message's or enum's name, joined to those of the messages that it stands in, as cosmjs-types joins them.
func typeName(d protoreflect.Descriptor) string {
	name := strings.TrimPrefix(string(d.FullName()), string(d.ParentFile().Package())+".")
	return strings.ReplaceAll(name, ".", "_")
}

// ref is the name of a type in this module, imported if need be.
func (m *module) ref(d protoreflect.Descriptor) string {
	name := typeName(d)
	file := d.ParentFile().Path()
	if file == m.file.Path() {
		return name
	}
	from := "cosmjs-types/" + strings.TrimSuffix(file, ".proto")
	if isGenerated(file) {
		from = m.up() + strings.TrimSuffix(file, ".proto") + ".js"
	}
	if m.imports[from] == nil {
		m.imports[from] = map[string]bool{}
	}
	alias := name
	if m.file.Messages().ByName(d.Name()) != nil {
		alias = strings.ReplaceAll(strings.TrimSuffix(path.Base(file), ".proto"), ".", "_") + name
		name = name + " as " + alias
	}
	m.imports[from][name] = true
	return alias
}

func (m *module) comment(d protoreflect.Descriptor, indent string) {
	text := strings.TrimSpace(m.file.SourceLocations().ByDescriptor(d).LeadingComments)
	if text == "" {
		return
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.ReplaceAll(strings.TrimSpace(lines[i]), "*/", "*")
	}
	if !strings.HasPrefix(m.file.Path(), "echoin/") {
		return
	}
	if len(lines) == 1 {
		m.line("%s/** %s */", indent, lines[0])
		return
	}
	m.line("%s/**", indent)
	for _, line := range lines {
		m.line("%s", strings.TrimRight(indent+" * "+line, " "))
	}
	m.line("%s */", indent)
}

func (m *module) enums(enums protoreflect.EnumDescriptors) {
	for i := range enums.Len() {
		enum := enums.Get(i)
		name := typeName(enum)
		m.comment(enum, "")
		m.line("export const %s = {", name)
		for j := range enum.Values().Len() {
			value := enum.Values().Get(j)
			m.line("  %s: %d,", value.Name(), value.Number())
		}
		m.line("} as const;")
		m.line("/** One of the numbers above, or another that a later version may know. */")
		m.line("export type %s = number;\n", name)
	}
}

func (m *module) messages(messages protoreflect.MessageDescriptors) error {
	for i := range messages.Len() {
		message := messages.Get(i)
		if message.IsMapEntry() {
			continue
		}
		m.enums(message.Enums())
		if err := m.messages(message.Messages()); err != nil {
			return err
		}
		if err := m.message(message); err != nil {
			return fmt.Errorf("%s: %w", message.FullName(), err)
		}
	}
	return nil
}

func (m *module) message(message protoreflect.MessageDescriptor) error {
	name := typeName(message)
	fields := message.Fields()
	m.comment(message, "")
	m.line("export interface %s {", name)
	for i := range fields.Len() {
		field := fields.Get(i)
		m.comment(field, "  ")
		m.line("  %s;", m.declaration(field))
	}
	m.line("}\n")
	m.line("export const %s: Codec<%s> = {", name, name)
	m.line("  typeUrl: \"/%s\",", message.FullName())
	unused := ""
	if fields.Len() == 0 {
		unused = "_"
	}
	m.line("  encode(%smessage: %s, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {", unused, name)
	for _, field := range byNumber(fields) {
		if err := m.encode(field); err != nil {
			return err
		}
	}
	m.line("    return writer;\n  },")
	m.line("  decode(input: BinaryReader | Uint8Array, length?: number): %s {", name)
	m.line("    const reader = readerOf(input);")
	m.line("    const end = length === undefined ? reader.len : reader.pos + length;")
	m.line("    const message: %s = {%s};", name, m.zeroes(fields))
	m.line("    while (reader.pos < end) {")
	m.line("      const tag = reader.uint32();")
	m.line("      switch (tag >>> 3) {")
	for i := range fields.Len() {
		m.decode(fields.Get(i))
	}
	m.line("        default:\n          reader.skipType(tag & 7);")
	m.line("      }\n    }\n    return message;\n  },")
	m.line("  fromPartial(%sobject: Partial<%s>): %s {", unused, name, name)
	m.line("    return {")
	for i := range fields.Len() {
		m.line("      %s: %s,", fields.Get(i).JSONName(), m.partial(fields.Get(i)))
	}
	m.line("    };\n  },\n};\n")
	return nil
}

func byNumber(fields protoreflect.FieldDescriptors) []protoreflect.FieldDescriptor {
	var sorted []protoreflect.FieldDescriptor
	for i := range fields.Len() {
		sorted = append(sorted, fields.Get(i))
	}
	slices.SortFunc(sorted, func(a, b protoreflect.FieldDescriptor) int { return int(a.Number()) - int(b.Number()) })
	return sorted
}

func (m *module) services() {
	for i := range m.file.Services().Len() {
		service := m.file.Services().Get(i)
		m.comment(service, "")
		m.line("export interface %s {", service.Name())
		for j := range service.Methods().Len() {
			method := service.Methods().Get(j)
			m.comment(method, "  ")
			input, output := m.ref(method.Input()), m.ref(method.Output())
			if method.IsStreamingClient() {
				input = "AsyncIterable<" + input + ">"
			}
			result := "Promise<" + output + ">"
			if method.IsStreamingServer() {
				result = "AsyncIterable<" + output + ">"
			}
			m.line("  %s(request: %s): %s;", method.Name(), input, result)
		}
		m.line("}\n")
	}
}
