------------------------------- MODULE Faulty -------------------------------
(* Divides by its argument.                                                *)
EXTENDS Integers
Half(n) == LET m == n * 2 IN
   1 \div m \* refused: zero
=============================================================================
