// Package strictcbor decodes CBOR as every format of Synod demands it: no key
// twice, nothing of indefinite length, no tags, no text that is not UTF-8, and
// no more nesting, elements or pairs than the format has use for, so that what
// a decoder allocates is bounded by its input.
package strictcbor

import "github.com/fxamacker/cbor/v2"

// Limits are what a format needs at most. 0 is the library's default, which is
// generous.
type Limits struct {
	Nesting, Elements, Pairs int
	UnknownFields            bool // let fields pass that the Go type does not have
}

// Decoder is the decoder for a format with such limits. It panics if they are
// outside the library's ranges, as they are constants of a package.
func Decoder(l Limits) cbor.DecMode {
	options := cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF,
		IndefLength:      cbor.IndefLengthForbidden,
		TagsMd:           cbor.TagsForbidden,
		UTF8:             cbor.UTF8RejectInvalid,
		MaxNestedLevels:  l.Nesting,
		MaxArrayElements: l.Elements,
		MaxMapPairs:      l.Pairs,
	}
	if !l.UnknownFields {
		options.ExtraReturnErrors = cbor.ExtraDecErrorUnknownField
	}
	mode, err := options.DecMode()
	if err != nil {
		panic("strictcbor: " + err.Error())
	}
	return mode
}
