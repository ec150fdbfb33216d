package strictproto

import (
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// AppendUint appends a number, unless it is 0.
func AppendUint(dst []byte, field int, v uint64) []byte {
	if v == 0 {
		return dst
	}
	return protowire.AppendVarint(protowire.AppendTag(dst, protowire.Number(field), protowire.VarintType), v)
}

// AppendBool appends a truth value, unless it is false.
func AppendBool(dst []byte, field int, v bool) []byte {
	if !v {
		return dst
	}
	return AppendUint(dst, field, 1)
}

// AppendBytes appends bytes or a text, also if it is empty.
func AppendBytes[T []byte | string](dst []byte, field int, v T) []byte {
	return append(AppendHead(dst, field, len(v)), v...)
}

// AppendHead appends what stands before bytes of a length that are to follow.
func AppendHead(dst []byte, field, length int) []byte {
	dst = protowire.AppendTag(dst, protowire.Number(field), protowire.BytesType)
	return protowire.AppendVarint(dst, uint64(length))
}

// AppendMessage appends what body appends, as one field.
func AppendMessage(dst []byte, field int, body func(dst []byte) []byte) []byte {
	dst = protowire.AppendTag(dst, protowire.Number(field), protowire.BytesType)
	start := len(dst) // of the length, of which one byte is mostly enough
	dst = body(append(dst, 0))
	var prefix [10]byte
	length := protowire.AppendVarint(prefix[:0], uint64(len(dst)-start-1))
	dst[start] = length[0]
	return slices.Insert(dst, start+1, length[1:]...)
}
