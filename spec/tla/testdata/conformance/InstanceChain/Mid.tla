-------------------------------- MODULE Mid ---------------------------------
(* An instance with parameters inside one.                                 *)
EXTENDS Integers
CONSTANT base
L(k) == INSTANCE Leaf WITH p <- k, q <- base
Total == L(base)!Add(base)
=============================================================================
