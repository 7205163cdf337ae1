// Prints golden values of Cosmos SDK v0.53.8 for the tests of auth and bank:
//
//	go mod tidy && go run . > golden.json

package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand"
	"os"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	vesting "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"
	"github.com/cosmos/gogoproto/proto"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func packed(m proto.Message) string {
	a, err := codectypes.NewAnyWithValue(m)
	must(err)
	bz, err := proto.Marshal(a)
	must(err)
	return hex.EncodeToString(bz)
}

func key[K any](prefix []byte, kc interface {
	Size(K) int
	Encode([]byte, K) (int, error)
}, k K) string {
	buf := make([]byte, kc.Size(k))
	_, err := kc.Encode(buf, k)
	must(err)
	return hex.EncodeToString(append(append([]byte{}, prefix...), buf...))
}

type vest struct {
	Amount  string `json:"amount"`
	Start   string `json:"start"`
	End     string `json:"end"`
	At      string `json:"at"`
	Vesting string `json:"vesting"`
}

func main() {
	sdk.GetConfig().SetBech32PrefixForAccount("echo", "echopub")
	addr := sdk.AccAddress(make([]byte, 20))
	for i := range addr {
		addr[i] = byte(i + 1)
	}
	sk := secp256k1.GenPrivKeyFromSecret([]byte("one"))
	coins := sdk.NewCoins(sdk.NewCoin("aec", math.NewInt(1000)), sdk.NewCoin("uusd", math.NewInt(5)))
	base := func() *authtypes.BaseAccount { return authtypes.NewBaseAccount(addr, nil, 7, 300) }
	own := sdk.AccAddress(sk.PubKey().Address())
	keyed := authtypes.NewBaseAccount(own, sk.PubKey(), 70000, 4294967296)
	bva := func() *vesting.BaseVestingAccount {
		return &vesting.BaseVestingAccount{BaseAccount: base(), OriginalVesting: coins, DelegatedFree: sdk.NewCoins(sdk.NewCoin("aec", math.NewInt(3))), DelegatedVesting: sdk.NewCoins(sdk.NewCoin("aec", math.NewInt(4))), EndTime: 2000000000}
	}
	accounts := map[string]string{
		"base":        packed(base()),
		"keyed":       packed(keyed),
		"module":      packed(authtypes.NewModuleAccount(authtypes.NewBaseAccount(authtypes.NewModuleAddress("gov"), nil, 9, 0), "gov", "burner", "minter")),
		"baseVesting": packed(bva()),
		"continuous":  packed(vesting.NewContinuousVestingAccountRaw(bva(), 1000000000)),
		"delayed":     packed(vesting.NewDelayedVestingAccountRaw(bva())),
		"periodic": packed(vesting.NewPeriodicVestingAccountRaw(bva(), 1000000000, vesting.Periods{
			{Length: 500000000, Amount: sdk.NewCoins(sdk.NewCoin("aec", math.NewInt(1000)))},
			{Length: 500000000, Amount: sdk.NewCoins(sdk.NewCoin("uusd", math.NewInt(5)))}})),
		"permanentLocked": packed(func() *vesting.PermanentLockedAccount {
			b := bva()
			b.EndTime = 0
			return &vesting.PermanentLockedAccount{BaseVestingAccount: b}
		}()),
	}
	keys := map[string]string{
		"account":     key([]byte{1}, sdk.AccAddressKey, addr),
		"number":      key([]byte("accountNumber"), collections.Uint64Key, uint64(300)),
		"nonce":       key([]byte{90}, collections.PairKeyCodec(collections.Int64Key, collections.BytesKey), collections.Join(int64(1700000000000000000), []byte(addr))),
		"supply":      key([]byte{0}, collections.StringKey, "aec"),
		"balance":     key([]byte{2}, collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey), collections.Join(addr, "aec")),
		"owner":       key([]byte{3}, collections.PairKeyCodec(collections.StringKey, sdk.LengthPrefixedAddressKey(sdk.AccAddressKey)), collections.Join("aec", addr)),
		"sendEnabled": key([]byte{4}, collections.StringKey, "aec"),
	}
	bz, err := sdk.IntValue.Encode(math.NewInt(1234567))
	must(err)
	keys["amountValue"] = hex.EncodeToString(bz)
	bz, err = collections.Uint64Value.Encode(300)
	must(err)
	keys["numberValue"] = hex.EncodeToString(bz)

	r := rand.New(rand.NewSource(1))
	var vests []vest
	for i := 0; i < 60; i++ {
		n := new(big.Int).Rand(r, new(big.Int).Lsh(big.NewInt(1), uint(r.Intn(200)+1)))
		n.Add(n, big.NewInt(1))
		if i < 20 {
			n = big.NewInt(int64(r.Intn(20) + 1))
		}
		start := int64(r.Intn(1000000000))
		length := int64(r.Intn(1000000000) + 2)
		if i%3 == 0 {
			length = int64(r.Intn(20) + 2)
		}
		at := start + r.Int63n(length+1)
		orig := sdk.NewCoins(sdk.NewCoin("aec", math.NewIntFromBigInt(n)))
		acc := vesting.NewContinuousVestingAccountRaw(&vesting.BaseVestingAccount{BaseAccount: base(), OriginalVesting: orig, EndTime: start + length}, start)
		vests = append(vests, vest{n.String(), fmt.Sprint(start), fmt.Sprint(start + length), fmt.Sprint(at), acc.GetVestingCoins(time.Unix(at, 0)).AmountOf("aec").String()})
	}

	ed := ed25519.GenPrivKeyFromSecret([]byte("two"))
	inner := multisig.NewLegacyAminoPubKey(1, []cryptotypes.PubKey{sk.PubKey(), ed.PubKey()})
	outer := multisig.NewLegacyAminoPubKey(2, []cryptotypes.PubKey{sk.PubKey(), inner, secp256k1.GenPrivKeyFromSecret([]byte("three")).PubKey()})
	pubs := map[string]map[string]string{}
	for name, pk := range map[string]cryptotypes.PubKey{"secp256k1": sk.PubKey(), "ed25519": ed.PubKey(), "multisig": inner, "nested": outer} {
		pubs[name] = map[string]string{"any": packed(pk), "address": sdk.AccAddress(pk.Address()).String()}
	}
	mods := map[string]string{}
	for _, n := range []string{"gov", "fee_collector", "mint"} {
		mods[n] = authtypes.NewModuleAddress(n).String()
	}
	enc := json.NewEncoder(os.Stdout)
	enc.SetIndent("", "  ")
	must(enc.Encode(map[string]any{"accounts": accounts, "keys": keys, "continuous": vests, "publicKeys": pubs, "modules": mods}))
}
