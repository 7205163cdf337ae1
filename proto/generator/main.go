// Command generator writes proto/generated: the descriptors of every .proto file that the chain speaks, and TypeScript
// codecs of those messages that cosmjs-types does not have.
//
//	go run .          writes the files
//	go run . check    fails when a file is not what would be written
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

func main() {
	check := len(os.Args) == 2 && os.Args[1] == "check"
	if len(os.Args) > 2 || len(os.Args) == 2 && !check {
		fmt.Fprintln(os.Stderr, "usage: generator [check]")
		os.Exit(2)
	}
	if err := run("..", check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(protoRoot string, check bool) error {
	files, err := compile(protoRoot)
	if err != nil {
		return err
	}
	written, err := typescript(files)
	if err != nil {
		return err
	}
	if written["descriptors.ts"], err = embed(files); err != nil {
		return err
	}
	root := filepath.Join(protoRoot, "generated")
	if check {
		return compare(root, written)
	}
	if err := os.RemoveAll(root); err != nil {
		return err
	}
	for name, content := range written {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func compile(protoRoot string) ([]protoreflect.FileDescriptor, error) {
	roots, names, err := load(protoRoot)
	if err != nil {
		return nil, err
	}
	compiler := protocompile.Compiler{
		SourceInfoMode: protocompile.SourceInfoStandard,
		Resolver: protocompile.CompositeResolver{
			compiled(),
			protocompile.WithStandardImports(&protocompile.SourceResolver{ImportPaths: roots}),
		},
	}
	results, err := compiler.Compile(context.Background(), names...)
	if err != nil {
		return nil, err
	}
	return inOrder(results), nil
}

// inOrder returns the files and all that they import, each after its imports.
func inOrder(files linker.Files) []protoreflect.FileDescriptor {
	var ordered []protoreflect.FileDescriptor
	seen := map[string]bool{}
	var visit func(file protoreflect.FileDescriptor)
	visit = func(file protoreflect.FileDescriptor) {
		if seen[file.Path()] {
			return
		}
		seen[file.Path()] = true
		for i := range file.Imports().Len() {
			visit(file.Imports().Get(i).FileDescriptor)
		}
		ordered = append(ordered, file)
	}
	for _, file := range files {
		visit(file)
	}
	return ordered
}

// embed returns a TypeScript module that holds the FileDescriptorSet, without comments, compressed.
func embed(files []protoreflect.FileDescriptor) (string, error) {
	set := &descriptorpb.FileDescriptorSet{}
	for _, file := range files {
		var descriptor *descriptorpb.FileDescriptorProto
		if result, ok := file.(linker.Result); ok {
			descriptor = proto.Clone(result.FileDescriptorProto()).(*descriptorpb.FileDescriptorProto)
		} else {
			descriptor = protodesc.ToFileDescriptorProto(file)
		}
		descriptor.SourceCodeInfo = nil
		set.File = append(set.File, descriptor)
	}
	raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(set)
	if err != nil {
		return "", err
	}
	var compressed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&compressed, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := writer.Write(raw); err != nil {
		return "", err
	}
	if err := writer.Close(); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s/** A gzipped google.protobuf.FileDescriptorSet in base64: %d files, %d bytes unpacked. */\nexport const descriptorSet =\n  %q;\n",
		banner, len(set.File), len(raw), base64.StdEncoding.EncodeToString(compressed.Bytes())), nil
}

const banner = "// Written by proto/generator; `make proto` writes it anew.\n\n"

func compare(root string, written map[string]string) error {
	var stale []string
	for name, content := range written {
		found, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || unpacked(string(found)) != unpacked(content) {
			stale = append(stale, name)
		}
	}
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if _, ok := written[filepath.ToSlash(name)]; !ok {
			stale = append(stale, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(stale) > 0 {
		slices.Sort(stale)
		return fmt.Errorf("proto/generated is not current: run `make proto` (%v)", stale)
	}
	return nil
}

var base64Literal = regexp.MustCompile(`"H4sI[^"]*"`)

// unpacked replaces compressed text by what it holds: how well it is compressed depends on Go's version.
func unpacked(content string) string {
	return base64Literal.ReplaceAllStringFunc(content, func(literal string) string {
		raw, err := base64.StdEncoding.DecodeString(literal[1 : len(literal)-1])
		if err != nil {
			return literal
		}
		reader, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return literal
		}
		text, err := io.ReadAll(reader)
		if errors.Is(err, io.ErrUnexpectedEOF) || err != nil {
			return literal
		}
		return string(text)
	})
}
