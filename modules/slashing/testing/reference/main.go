// Makes the vectors that hold rotation.ts and bitmap.ts to the programs that they follow:
//
//	go run . > ../vectors.jsonl
//
// Each line of kind "rotation" is the life of a validator set in CometBFT: at every step some validators change, and some
// rounds pass. The line of kind "bitmap" holds chunks of missed blocks as the Cosmos SDK stores them.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strconv"

	"github.com/bits-and-blooms/bitset"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/cometbft/cometbft/types"
)

type change struct {
	Key   int    `json:"key"`
	Power string `json:"power"`
}

type step struct {
	Changes    []change `json:"changes"`
	Rounds     int      `json:"rounds"`
	Proposer   int      `json:"proposer"`
	Order      []int    `json:"order"`
	Priorities []string `json:"priorities"`
}

func keyOf(index int) ed25519.PubKey {
	secret := make([]byte, 8)
	binary.BigEndian.PutUint64(secret, uint64(index))
	return ed25519.GenPrivKeyFromSecret(secret).PubKey().(ed25519.PubKey)
}

func write(line any) {
	encoded, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(os.Stdout, string(encoded))
}

// power draws small, equal and enormous powers: where the numbers clip and round differently.
func power(random *rand.Rand, scale int) int64 {
	switch scale {
	case 0:
		return 1 + random.Int63n(5)
	case 1:
		return 10
	case 2:
		return 1 + random.Int63n(1_000_000_000)
	default:
		return types.MaxTotalVotingPower/16 - random.Int63n(1000)
	}
}

func life(seed int64) {
	random := rand.New(rand.NewSource(seed))
	scale := int(seed % 4)
	indexOf := map[string]int{}
	members := map[int]int64{}
	steps := []step{}
	var set *types.ValidatorSet
	for n := 0; n < 40; n++ {
		changes := []change{}
		validators := []*types.Validator{}
		if n == 0 || random.Intn(3) == 0 {
			used := map[int]bool{}
			for i := 0; i < 1+random.Intn(4); i++ {
				key := random.Intn(14)
				if used[key] {
					continue
				}
				used[key] = true
				next := power(random, scale)
				if _, there := members[key]; there && len(members) > 1 && random.Intn(2) == 0 {
					next = 0
				}
				if next == 0 {
					delete(members, key)
				} else {
					members[key] = next
				}
				validator := types.NewValidator(keyOf(key), next)
				indexOf[string(validator.Address)] = key
				validators = append(validators, validator)
				changes = append(changes, change{key, strconv.FormatInt(next, 10)})
			}
		}
		rounds := 1
		if n == 0 {
			set = types.NewValidatorSet(validators)
		} else {
			if err := set.UpdateWithChangeSet(validators); err != nil {
				panic(err)
			}
			rounds += random.Intn(3)
			for i := 0; i < rounds; i++ {
				set.IncrementProposerPriority(1)
			}
		}
		at := step{Changes: changes, Rounds: rounds, Proposer: indexOf[string(set.GetProposer().Address)]}
		for _, validator := range set.Validators {
			at.Order = append(at.Order, indexOf[string(validator.Address)])
			at.Priorities = append(at.Priorities, strconv.FormatInt(validator.ProposerPriority, 10))
		}
		steps = append(steps, at)
	}
	write(map[string]any{"kind": "rotation", "seed": seed, "steps": steps})
}

func bitmaps() {
	random := rand.New(rand.NewSource(1))
	chunks := []map[string]any{}
	for n := 0; n < 6; n++ {
		set := bitset.New(1024)
		bits := []int{}
		for i := 0; i < n*7; i++ {
			bit := random.Intn(1024)
			set.Set(uint(bit))
			bits = append(bits, bit)
		}
		chunk, err := set.MarshalBinary()
		if err != nil {
			panic(err)
		}
		chunks = append(chunks, map[string]any{"bits": bits, "chunk": hex.EncodeToString(chunk)})
	}
	write(map[string]any{"kind": "bitmap", "chunks": chunks})
}

func extension() {
	private := ed25519.GenPrivKeyFromSecret([]byte("vote"))
	vote := &cmtproto.Vote{Height: 3_000_000_000, Round: 2, Extension: bytes.Repeat([]byte{7}, 200)}
	signBytes := types.VoteExtensionSignBytes("test-1", vote)
	signature, err := private.Sign(signBytes)
	if err != nil {
		panic(err)
	}
	write(map[string]any{
		"kind": "extension", "chainId": "test-1", "height": "3000000000", "round": 2,
		"extension": hex.EncodeToString(vote.Extension), "pubKey": hex.EncodeToString(private.PubKey().Bytes()),
		"signBytes": hex.EncodeToString(signBytes), "signature": hex.EncodeToString(signature),
	})
}

func main() {
	// The keys themselves, since no other program makes ed25519 keys of these secrets.
	keys := []string{}
	for i := 0; i < 14; i++ {
		keys = append(keys, hex.EncodeToString(keyOf(i).Bytes()))
	}
	write(map[string]any{"kind": "keys", "keys": keys})
	for seed := int64(0); seed < 24; seed++ {
		life(seed)
	}
	bitmaps()
	extension()
}
