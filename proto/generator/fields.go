package main

import (
	"errors"
	"fmt"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"
)

var errUnsupported = errors.New("groups and maps with other keys than text are not supported")

// optional is whether the field may be absent, which is not the same as zero.
func optional(field protoreflect.FieldDescriptor) bool {
	return field.HasPresence() && !field.IsList() && !field.IsMap() && !always(field)
}

// always is whether a message field is always there: gogoproto.nullable = false.
func always(field protoreflect.FieldDescriptor) bool {
	nullable := true
	field.Options().ProtoReflect().Range(func(option protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		if option.FullName() == "gogoproto.nullable" {
			nullable = value.Bool()
		}
		return true
	})
	return !nullable && field.Kind() == protoreflect.MessageKind && !field.IsList() && !field.IsMap()
}

func (m *module) elementType(field protoreflect.FieldDescriptor) string {
	switch field.Kind() {
	case protoreflect.MessageKind:
		return m.ref(field.Message())
	case protoreflect.EnumKind:
		return m.ref(field.Enum())
	case protoreflect.StringKind:
		return "string"
	case protoreflect.BytesKind:
		return "Uint8Array"
	case protoreflect.BoolKind:
		return "boolean"
	case protoreflect.Int64Kind, protoreflect.Uint64Kind, protoreflect.Sint64Kind, protoreflect.Fixed64Kind,
		protoreflect.Sfixed64Kind:
		return "bigint"
	default:
		return "number"
	}
}

func (m *module) declaration(field protoreflect.FieldDescriptor) string {
	name := field.JSONName()
	switch {
	case field.IsMap():
		return fmt.Sprintf("%s: Record<string, %s>", name, m.elementType(field.MapValue()))
	case field.IsList():
		return fmt.Sprintf("%s: %s[]", name, m.elementType(field))
	case optional(field):
		return fmt.Sprintf("%s?: %s | undefined", name, m.elementType(field))
	default:
		return fmt.Sprintf("%s: %s", name, m.elementType(field))
	}
}

func zero(kind string) string {
	switch kind {
	case "string":
		return `""`
	case "Uint8Array":
		return "new Uint8Array()"
	case "boolean":
		return "false"
	case "bigint":
		return "0n"
	default:
		return "0"
	}
}

func (m *module) zeroes(fields protoreflect.FieldDescriptors) string {
	var parts []string
	for i := range fields.Len() {
		field := fields.Get(i)
		value := "undefined"
		switch {
		case field.IsMap():
			value = "{}"
		case field.IsList():
			value = "[]"
		case always(field):
			value = m.ref(field.Message()) + ".fromPartial({})"
		case !optional(field):
			value = zero(m.elementType(field))
		}
		parts = append(parts, fmt.Sprintf(" %s: %s", field.JSONName(), value))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ",") + " "
}

func wireType(field protoreflect.FieldDescriptor) protowire.Type {
	switch field.Kind() {
	case protoreflect.Fixed32Kind, protoreflect.Sfixed32Kind, protoreflect.FloatKind:
		return protowire.Fixed32Type
	case protoreflect.Fixed64Kind, protoreflect.Sfixed64Kind, protoreflect.DoubleKind:
		return protowire.Fixed64Type
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind:
		return protowire.BytesType
	default:
		return protowire.VarintType
	}
}

// method is the writer's and reader's method for a scalar field.
func method(field protoreflect.FieldDescriptor) string {
	if field.Kind() == protoreflect.EnumKind {
		return "int32"
	}
	return field.Kind().String()
}

func tag(field protoreflect.FieldDescriptor, wire protowire.Type) uint64 {
	return protowire.EncodeTag(field.Number(), wire)
}

func (m *module) put(field protoreflect.FieldDescriptor, value string) string {
	if field.Kind() == protoreflect.MessageKind {
		return fmt.Sprintf("%s.encode(%s, writer.uint32(%d).fork()).ldelim();",
			m.ref(field.Message()), value, tag(field, protowire.BytesType))
	}
	return fmt.Sprintf("writer.uint32(%d).%s(%s);", tag(field, wireType(field)), method(field), value)
}

func (m *module) get(field protoreflect.FieldDescriptor) string {
	if field.Kind() == protoreflect.MessageKind {
		return m.ref(field.Message()) + ".decode(reader, reader.uint32())"
	}
	return fmt.Sprintf("reader.%s()", method(field))
}

func (m *module) encode(field protoreflect.FieldDescriptor) error {
	value := "message." + field.JSONName()
	switch {
	case field.Kind() == protoreflect.GroupKind || field.IsMap() && field.MapKey().Kind() != protoreflect.StringKind:
		return errUnsupported
	case field.IsMap():
		m.line("    for (const key of Object.keys(%s).sort()) {", value)
		m.line("      writer.uint32(%d).fork().uint32(10).string(key);", tag(field, protowire.BytesType))
		m.line("      %s", m.put(field.MapValue(), fmt.Sprintf("%s[key]!", value)))
		m.line("      writer.ldelim();\n    }")
	case field.IsPacked():
		m.line("    if (%s.length > 0) {", value)
		m.line("      writer.uint32(%d).fork();", tag(field, protowire.BytesType))
		m.line("      for (const value of %s) writer.%s(value);", value, method(field))
		m.line("      writer.ldelim();\n    }")
	case field.IsList():
		m.line("    for (const value of %s) %s", value, m.put(field, "value"))
	case field.HasPresence():
		m.line("    if (%s !== undefined) %s", value, m.put(field, value))
	case field.Kind() == protoreflect.BytesKind:
		m.line("    if (%s.length > 0) %s", value, m.put(field, value))
	default:
		m.line("    if (%s !== %s) %s", value, zero(m.elementType(field)), m.put(field, value))
	}
	return nil
}

func (m *module) decode(field protoreflect.FieldDescriptor) {
	value := "message." + field.JSONName()
	m.line("        case %d:", field.Number())
	switch {
	case field.IsMap():
		entry := field.MapValue()
		element := m.elementType(entry)
		initial := zero(element)
		if entry.Kind() == protoreflect.MessageKind {
			initial = element + ".fromPartial({})"
		}
		m.line("          {")
		m.line("            const last = reader.uint32() + reader.pos;")
		m.line("            let key = \"\";")
		m.line("            let value: %s = %s;", element, initial)
		m.line("            while (reader.pos < last) {")
		m.line("              const part = reader.uint32();")
		m.line("              if (part >>> 3 === 1) key = reader.string();")
		m.line("              else if (part >>> 3 === 2) value = %s;", m.get(entry))
		m.line("              else reader.skipType(part & 7);")
		m.line("            }")
		m.line("            %s[key] = value;", value)
		m.line("          }")
	case field.IsList() && wireType(field) != protowire.BytesType:
		m.line("          if ((tag & 7) === 2) {")
		m.line("            const last = reader.uint32() + reader.pos;")
		m.line("            while (reader.pos < last) %s.push(%s);", value, m.get(field))
		m.line("          } else %s.push(%s);", value, m.get(field))
	case field.IsList():
		m.line("          %s.push(%s);", value, m.get(field))
	default:
		m.line("          %s = %s;", value, m.get(field))
	}
	m.line("          break;")
}

func (m *module) partial(field protoreflect.FieldDescriptor) string {
	value := "object." + field.JSONName()
	message := field.Kind() == protoreflect.MessageKind
	switch {
	case field.IsMap() && field.MapValue().Kind() == protoreflect.MessageKind:
		return fmt.Sprintf("Object.fromEntries(Object.entries(%s ?? {}).map(([key, value]) => [key, %s.fromPartial(value)]))",
			value, m.ref(field.MapValue().Message()))
	case field.IsMap():
		return fmt.Sprintf("{ ...%s }", value)
	case field.IsList() && message:
		return fmt.Sprintf("(%s ?? []).map((value) => %s.fromPartial(value))", value, m.ref(field.Message()))
	case field.IsList():
		return fmt.Sprintf("[...(%s ?? [])]", value)
	case always(field):
		return fmt.Sprintf("%s.fromPartial(%s ?? {})", m.ref(field.Message()), value)
	case message:
		return fmt.Sprintf("%s === undefined ? undefined : %s.fromPartial(%s)", value, m.ref(field.Message()), value)
	case optional(field):
		return value
	default:
		return fmt.Sprintf("%s ?? %s", value, zero(m.elementType(field)))
	}
}
