// Command reference does with protobuf bytes what the Cosmos SDK does, so that tests can hold our JSON, amino JSON, sign
// bytes and decoding to it. It reads one question a line and answers it on one line.
//
// Building it compiles most of the SDK and takes some minutes; the tests use answers that are kept in a file, and ask
// the command itself only when PROTO_REFERENCE names it:
//
//	go build -o ../../../.cache/proto-reference . && PROTO_REFERENCE=.cache/proto-reference npx jest proto/golden
package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	txv1beta1 "cosmossdk.io/api/cosmos/tx/v1beta1"
	"cosmossdk.io/x/evidence"
	feegrant "cosmossdk.io/x/feegrant/module"
	"cosmossdk.io/x/tx/decode"
	"cosmossdk.io/x/tx/signing"
	"cosmossdk.io/x/tx/signing/aminojson"
	"cosmossdk.io/x/upgrade"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/std"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	"github.com/cosmos/cosmos-sdk/x/auth/vesting"
	authz "github.com/cosmos/cosmos-sdk/x/authz/module"
	"github.com/cosmos/cosmos-sdk/x/bank"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	"github.com/cosmos/cosmos-sdk/x/distribution"
	"github.com/cosmos/cosmos-sdk/x/gov"
	"github.com/cosmos/cosmos-sdk/x/mint"
	"github.com/cosmos/cosmos-sdk/x/slashing"
	"github.com/cosmos/cosmos-sdk/x/staking"
	"github.com/cosmos/gogoproto/proto"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// question is a message (op ""), a transaction to sign in amino JSON (op "sign") or one to decode (op "decode").
type question struct {
	Op   string `json:"op,omitempty"`
	Type string `json:"type,omitempty"`
	Hex  string `json:"hex"`
}

type answer struct {
	question
	// Error is why the bytes are not what they should be.
	Error string `json:"error,omitempty"`
	// JSON is the message as the command line prints it.
	JSON json.RawMessage `json:"json,omitempty"`
	// Back is what the JSON encodes to.
	Back string `json:"back,omitempty"`
	// Amino is the message's amino JSON, or the bytes to sign.
	Amino      string `json:"amino,omitempty"`
	AminoError string `json:"aminoError,omitempty"`
}

type reference struct {
	registry types.InterfaceRegistry
	codec    *codec.ProtoCodec
	encoder  aminojson.Encoder
	signer   *aminojson.SignModeHandler
	decoder  *decode.Decoder
}

func main() {
	ref, err := newReference()
	if err != nil {
		panic(err)
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			panic(err)
		}
		if err := out.Encode(ref.answer(q)); err != nil {
			panic(err)
		}
	}
}

func newReference() (*reference, error) {
	registry, err := types.NewInterfaceRegistryWithOptions(types.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          address.NewBech32Codec("cosmos"),
			ValidatorAddressCodec: address.NewBech32Codec("cosmosvaloper"),
		},
	})
	if err != nil {
		return nil, err
	}
	std.RegisterInterfaces(registry)
	module.NewBasicManager(
		auth.AppModuleBasic{}, bank.AppModuleBasic{}, vesting.AppModuleBasic{}, authz.AppModuleBasic{},
		feegrant.AppModuleBasic{}, consensus.AppModuleBasic{}, distribution.AppModuleBasic{}, gov.NewAppModuleBasic(nil),
		mint.AppModuleBasic{}, slashing.AppModuleBasic{}, staking.AppModuleBasic{}, upgrade.AppModuleBasic{},
		evidence.AppModuleBasic{},
	).RegisterInterfaces(registry)
	decoder, err := decode.NewDecoder(decode.Options{SigningContext: registry.SigningContext()})
	return &reference{
		registry: registry,
		codec:    codec.NewProtoCodec(registry),
		encoder:  aminojson.NewEncoder(aminojson.EncoderOptions{FileResolver: registry}),
		signer:   aminojson.NewSignModeHandler(aminojson.SignModeHandlerOptions{FileResolver: registry}),
		decoder:  decoder,
	}, err
}

func (r *reference) answer(q question) (a answer) {
	a.question = q
	defer func() {
		if reason := recover(); reason != nil {
			a.Error = fmt.Sprint(reason)
		}
	}()
	raw, err := hex.DecodeString(q.Hex)
	if err != nil {
		panic(err)
	}
	switch q.Op {
	case "decode":
		if _, err := r.decoder.Decode(raw); err != nil {
			a.Error = err.Error()
		}
	case "sign":
		a.Amino, err = r.signBytes(raw)
		a.AminoError = text(err)
	default:
		r.message(&a, raw)
	}
	return a
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// signBytes are those of account 7 with sequence 9 on test-chain.
func (r *reference) signBytes(raw []byte) (string, error) {
	var tx txv1beta1.TxRaw
	var body txv1beta1.TxBody
	var info txv1beta1.AuthInfo
	if err := protov2.Unmarshal(raw, &tx); err != nil {
		return "", err
	}
	if err := protov2.Unmarshal(tx.BodyBytes, &body); err != nil {
		return "", err
	}
	if err := protov2.Unmarshal(tx.AuthInfoBytes, &info); err != nil {
		return "", err
	}
	signer := signing.SignerData{Address: "signer", ChainID: "test-chain", AccountNumber: 7, Sequence: 9}
	data := signing.TxData{Body: &body, AuthInfo: &info, BodyBytes: tx.BodyBytes, AuthInfoBytes: tx.AuthInfoBytes}
	bytes, err := r.signer.GetSignBytes(context.Background(), signer, data)
	return string(bytes), err
}

func (r *reference) message(a *answer, raw []byte) {
	name := strings.TrimPrefix(a.Type, "/")
	goType := proto.MessageType(name)
	if goType == nil {
		a.Error = "no such Go type"
		return
	}
	message := reflect.New(goType.Elem()).Interface().(proto.Message)
	if err := r.codec.Unmarshal(raw, message); err != nil {
		a.Error = err.Error()
		return
	}
	printed, err := codec.ProtoMarshalJSON(message, r.registry)
	if err != nil {
		a.Error = err.Error()
		return
	}
	a.JSON = printed
	back, err := proto.Marshal(message)
	a.Back, a.Error = hex.EncodeToString(back), text(err)
	amino, err := r.amino(name, raw)
	a.Amino, a.AminoError = amino, text(err)
}

func (r *reference) amino(name string, raw []byte) (string, error) {
	descriptor, err := r.registry.FindDescriptorByName(protoreflect.FullName(name))
	if err != nil {
		return "", err
	}
	message := dynamicpb.NewMessage(descriptor.(protoreflect.MessageDescriptor))
	if err := protov2.Unmarshal(raw, message); err != nil {
		return "", err
	}
	bytes, err := r.encoder.Marshal(message)
	return string(bytes), err
}
