package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bufbuild/protocompile"
	gogoproto "github.com/cosmos/gogoproto/proto"
	_ "github.com/cosmos/ics23/go"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/grpc/health/grpc_health_v1"
	_ "google.golang.org/grpc/reflection/grpc_reflection_v1"
	_ "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// source is a Go module that ships .proto files, with the checksum that the module proxy's copy must have.
type source struct {
	module, sum string
	// importRoot is the folder inside the module that the files' import paths start from.
	importRoot string
	// folders under importRoot whose files are compiled; other files only when something imports them.
	folders []string
}

// sources are searched for imports in this order: the tendermint files that the SDK brings are those of its clients.
var sources = []source{
	{
		module: "github.com/cosmos/cosmos-sdk@v0.53.8", sum: "h1:rKQIgqifo3Izv/JQLpPIjReOJ7jK+Qh8Rt8GIttDADw=", importRoot: "proto",
		folders: []string{
			"amino", "cosmos/auth/v1beta1", "cosmos/authz/v1beta1", "cosmos/bank/v1beta1", "cosmos/base",
			"cosmos/consensus/v1", "cosmos/crypto", "cosmos/distribution/v1beta1", "cosmos/evidence/v1beta1",
			"cosmos/feegrant/v1beta1", "cosmos/genutil/v1beta1", "cosmos/gov/v1", "cosmos/gov/v1beta1", "cosmos/mint/v1beta1",
			"cosmos/msg", "cosmos/params/v1beta1", "cosmos/query", "cosmos/reflection", "cosmos/slashing/v1beta1",
			"cosmos/staking/v1beta1", "cosmos/store/snapshots", "cosmos/store/v1beta1", "cosmos/tx",
			"cosmos/upgrade/v1beta1", "cosmos/vesting/v1beta1", "tendermint",
		},
	},
	{
		module: "github.com/cometbft/cometbft@v0.38.26", sum: "h1:MIPYgOSvyyiN1jo3SZljKy4ZXqs896aQnj3pQFfUmaE=", importRoot: "proto",
		folders: []string{"tendermint/types/canonical.proto"},
	},
	{module: "github.com/cosmos/gogoproto@v1.7.2", sum: "h1:5G25McIraOC0mRFv9TVO139Uh3OklV2hczr13KKVHCA="},
	{module: "github.com/cosmos/cosmos-proto@v1.0.0-beta.5", sum: "h1:eNcayDLpip+zVLRLYafhzLvQlSmyab+RC5W7ZfmxJLA=", importRoot: "proto"},
	{
		module: "github.com/cosmos/ibc-go/v10@v10.3.0", sum: "h1:w5DkHih8qn15deAeFoTk778WJU+xC1krJ5kDnicfUBc=", importRoot: "proto",
		folders: []string{
			"ibc/applications/transfer", "ibc/core", "ibc/lightclients/solomachine/v3", "ibc/lightclients/tendermint",
		},
	},
}

// skipped files are of no use on the wire: text renderings, and streams between processes of one node.
var skipped = []string{"tendermint/libs", "tendermint/types/events.proto", "cosmos/store/v1beta1/listening.proto", "cosmos/tx/config", "cosmos/msg/textual", "cosmos/crypto/hd", "cosmos/crypto/keyring"}

// ready are files that come compiled into Go packages.
var ready = []string{
	"google/api/annotations.proto", "google/api/http.proto", "grpc/health/v1/health.proto",
	"grpc/reflection/v1/reflection.proto", "grpc/reflection/v1alpha/reflection.proto", "cosmos/ics23/v1/proofs.proto",
	"google/protobuf/any.proto", "google/protobuf/descriptor.proto", "google/protobuf/duration.proto",
	"google/protobuf/empty.proto", "google/protobuf/timestamp.proto",
}

// load finds the sources, and returns their import roots and the files to compile, sorted.
func load(ownRoot string) (roots, files []string, err error) {
	own, err := protoFiles(ownRoot, "echoin")
	if err != nil {
		return nil, nil, err
	}
	roots, files = []string{ownRoot}, append(own, ready...)
	for _, s := range sources {
		dir, err := download(s)
		if err != nil {
			return nil, nil, err
		}
		root := filepath.Join(dir, s.importRoot)
		roots = append(roots, root)
		for _, folder := range s.folders {
			found, err := protoFiles(root, folder)
			if err != nil {
				return nil, nil, err
			}
			files = append(files, found...)
		}
	}
	slices.Sort(files)
	return roots, slices.Compact(files), nil
}

func download(s source) (string, error) {
	command := exec.Command("go", "mod", "download", "-json", s.module)
	command.Dir = os.TempDir()
	out, err := command.Output()
	var got struct{ Dir, Sum, Error string }
	if decodeErr := json.Unmarshal(out, &got); decodeErr != nil {
		return "", fmt.Errorf("go mod download %s: %w", s.module, errors.Join(err, decodeErr))
	}
	if err != nil || got.Error != "" {
		return "", fmt.Errorf("go mod download %s: %w: %s", s.module, err, got.Error)
	}
	if got.Sum != s.sum {
		return "", fmt.Errorf("%s has the checksum %s, but %s is pinned", s.module, got.Sum, s.sum)
	}
	return got.Dir, nil
}

func protoFiles(root, folder string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".proto") {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if !slices.ContainsFunc(skipped, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			files = append(files, name)
		}
		return nil
	})
	return files, err
}

// compiled resolves imports among the files of Go packages, where no .proto file is at hand.
func compiled() protocompile.Resolver {
	return protocompile.ResolverFunc(func(path string) (protocompile.SearchResult, error) {
		if !slices.Contains(ready, path) {
			return protocompile.SearchResult{}, protoregistry.NotFound
		}
		if path == "google/protobuf/descriptor.proto" {
			return protocompile.SearchResult{}, protoregistry.NotFound
		}
		file, err := protoregistry.GlobalFiles.FindFileByPath(path)
		if err == nil {
			return protocompile.SearchResult{Proto: protodesc.ToFileDescriptorProto(file)}, nil
		}
		found, err := gogoproto.HybridResolver.FindFileByPath(path)
		if err != nil {
			return protocompile.SearchResult{}, err
		}
		var proto *descriptorpb.FileDescriptorProto = protodesc.ToFileDescriptorProto(found)
		return protocompile.SearchResult{Proto: proto}, nil
	})
}
