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

// SizeUint is how many bytes AppendUint appends.
func SizeUint(field int, v uint64) int {
	if v == 0 {
		return 0
	}
	return protowire.SizeTag(protowire.Number(field)) + protowire.SizeVarint(v)
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

// SizeBytes is how many bytes AppendBytes appends for so many.
func SizeBytes(field, length int) int {
	return protowire.SizeTag(protowire.Number(field)) + protowire.SizeBytes(length)
}

// AppendSome appends bytes or a text, unless it is empty.
func AppendSome[T []byte | string](dst []byte, field int, v T) []byte {
	if len(v) == 0 {
		return dst
	}
	return AppendBytes(dst, field, v)
}

// SizeSome is how many bytes AppendSome appends for so many.
func SizeSome(field, length int) int {
	if length == 0 {
		return 0
	}
	return SizeBytes(field, length)
}

// AppendHead appends what stands before bytes of a length that are to follow.
func AppendHead(dst []byte, field, length int) []byte {
	dst = protowire.AppendTag(dst, protowire.Number(field), protowire.BytesType)
	return protowire.AppendVarint(dst, uint64(length))
}

// AppendMessage appends what body appends, as one field. That is about so long:
// if the guess has as many digits as the length, nothing has to be moved to make
// room for it.
func AppendMessage(dst []byte, field, about int, body func(dst []byte) []byte) []byte {
	dst, _ = AppendSplit(dst, field, about, func(dst []byte) ([]byte, []byte) { return body(dst), nil })
	return dst
}

// AppendSplit is AppendMessage for a message that ends with bytes which exist
// already: the tail is to follow, but is not appended.
func AppendSplit(dst []byte, field, about int, body func(dst []byte) (head, tail []byte)) (head, tail []byte) {
	guess := len(dst) + protowire.SizeTag(protowire.Number(field))
	dst = AppendHead(dst, field, about)
	begin := len(dst)
	dst, tail = body(dst)
	var length [10]byte
	return slices.Replace(dst, guess, begin, protowire.AppendVarint(length[:0], uint64(len(dst)-begin+len(tail)))...), tail
}
