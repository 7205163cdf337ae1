// Command reference runs scripts of multistore versions on Go's own stores (cosmossdk.io/store over
// github.com/cosmos/iavl) and prints what they come to, for abci/store/differential.test.ts to compare with.
// It reads one script as JSON from each line of stdin, and answers each with one line of JSON on stdout.
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"cosmossdk.io/log"
	"cosmossdk.io/store/metrics"
	pruningtypes "cosmossdk.io/store/pruning/types"
	"cosmossdk.io/store/rootmulti"
	"cosmossdk.io/store/types"
	dbm "github.com/cosmos/cosmos-db"
)

type script struct {
	Stores         []string  `json:"stores"`
	InitialVersion int64     `json:"initialVersion"`
	Versions       []version `json:"versions"`
	Queries        []query   `json:"queries"`
}

// A version's net writes by store, in the order in which they are applied; a nil value removes the key.
type version struct {
	Added   []string               `json:"added"`
	Deleted []string               `json:"deleted"`
	Writes  map[string][][]*string `json:"writes"`
}

type query struct {
	Store   string `json:"store"`
	Key     string `json:"key"`
	Version int64  `json:"version"`
}

type result struct {
	Error  string              `json:"error,omitempty"`
	Hashes []string            `json:"hashes"`
	Roots  []map[string]string `json:"roots"`
	Proofs []proof             `json:"proofs"`
}

type proof struct {
	Error string   `json:"error,omitempty"`
	Ops   []string `json:"ops"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 256<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		answer, err := answerTo(in.Bytes())
		if err != nil {
			answer = &result{Error: err.Error()}
		}
		if err := out.Encode(answer); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func answerTo(line []byte) (*result, error) {
	var s script
	if err := json.Unmarshal(line, &s); err != nil {
		return nil, err
	}
	db := dbm.NewMemDB()
	names := s.Stores
	store, keys, err := open(db, names, nil, s.InitialVersion)
	if err != nil {
		return nil, err
	}
	r := &result{}
	for _, v := range s.Versions {
		if len(v.Added)+len(v.Deleted) > 0 {
			names = without(append(append([]string{}, names...), v.Added...), v.Deleted)
			store, keys, err = open(db, names, &types.StoreUpgrades{Added: v.Added, Deleted: v.Deleted}, 0)
			if err != nil {
				return nil, err
			}
		}
		if err := apply(store, keys, v); err != nil {
			return nil, err
		}
		r.Hashes = append(r.Hashes, hex.EncodeToString(store.Commit().Hash))
		roots := map[string]string{}
		for _, name := range names {
			roots[name] = hex.EncodeToString(store.GetCommitKVStore(keys[name]).LastCommitID().Hash)
		}
		r.Roots = append(r.Roots, roots)
	}
	for _, q := range s.Queries {
		r.Proofs = append(r.Proofs, prove(store, q))
	}
	return r, nil
}

func open(db dbm.DB, names []string, upgrades *types.StoreUpgrades, initial int64) (*rootmulti.Store, map[string]*types.KVStoreKey, error) {
	store := rootmulti.NewStore(db, log.NewNopLogger(), metrics.NewNoOpMetrics())
	store.SetPruning(pruningtypes.NewPruningOptions(pruningtypes.PruningNothing))
	keys := map[string]*types.KVStoreKey{}
	for _, name := range names {
		keys[name] = types.NewKVStoreKey(name)
		store.MountStoreWithDB(keys[name], types.StoreTypeIAVL, nil)
	}
	if upgrades != nil {
		return store, keys, store.LoadLatestVersionAndUpgrade(upgrades)
	}
	if err := store.LoadLatestVersion(); err != nil {
		return nil, nil, err
	}
	if initial > 1 {
		return store, keys, store.SetInitialVersion(initial)
	}
	return store, keys, nil
}

func apply(store *rootmulti.Store, keys map[string]*types.KVStoreKey, v version) error {
	for name, writes := range v.Writes {
		key, found := keys[name]
		if !found {
			return fmt.Errorf("there is no store %q", name)
		}
		kv := store.GetCommitKVStore(key).(types.KVStore)
		for _, write := range writes {
			at, err := hex.DecodeString(*write[0])
			if err != nil {
				return err
			}
			if write[1] == nil {
				kv.Delete(at)
				continue
			}
			value, err := hex.DecodeString(*write[1])
			if err != nil {
				return err
			}
			kv.Set(at, value)
		}
	}
	return nil
}

func prove(store *rootmulti.Store, q query) (p proof) {
	defer func() {
		if reason := recover(); reason != nil {
			p = proof{Error: fmt.Sprint(reason)}
		}
	}()
	key, err := hex.DecodeString(q.Key)
	if err != nil {
		return proof{Error: err.Error()}
	}
	response, err := store.Query(&types.RequestQuery{Path: "/" + q.Store + "/key", Data: key, Height: q.Version, Prove: true})
	if err != nil {
		return proof{Error: err.Error()}
	}
	if response.ProofOps == nil {
		return proof{Error: "no proof"}
	}
	for _, op := range response.ProofOps.Ops {
		p.Ops = append(p.Ops, op.Type+" "+hex.EncodeToString(op.Key)+" "+hex.EncodeToString(op.Data))
	}
	return p
}

func without(names, removed []string) []string {
	kept := []string{}
next:
	for _, name := range names {
		for _, gone := range removed {
			if name == gone {
				continue next
			}
		}
		kept = append(kept, name)
	}
	return kept
}
