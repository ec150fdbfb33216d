------------------------------ MODULE Digests -------------------------------
(***************************************************************************)
(* How the replay of a trace names the prefix of a log: by a digest, which *)
(* takes the place of the sequence of values that the models use.          *)
(*                                                                         *)
(* Digest(x) stands for the first 128 bits of SHA-256.  A digest is        *)
(* written as 32 lower-case hexadecimal digits.                            *)
(*                                                                         *)
(*   Chain(p, v) is the Digest of the 16 bytes of p and, behind them, the  *)
(*   16 bytes of the digest of v.                                          *)
(*                                                                         *)
(*   The digest of v, a sequence of commands <<client, number, digest>>,   *)
(*   is the Digest of what they encode to, one after the other: client and *)
(*   number in 8 bytes each, the length of the string in 4, the highest    *)
(*   byte first, and the bytes of the string.  So that of a no-op is the   *)
(*   Digest of nothing.                                                    *)
(*                                                                         *)
(* The evaluator has Chain built in; nobody computes it by the definition  *)
(* below, which says no more than that it is a function of p and v.        *)
(***************************************************************************)

Zero == "00000000000000000000000000000000"

Chain(p, v) == CHOOSE d \in STRING : d = <<p, v>>
=============================================================================
