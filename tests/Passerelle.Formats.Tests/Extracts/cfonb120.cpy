      * Bank statements of 120 characters: 01 old balance, 04 movement,
      * 05 complement, 07 new balance.
       01  STATEMENT-REC.
           05  REC-CODE            PIC X(2).
               88  HAS-AMOUNT      VALUE "01" "04" "07".
               88  HAS-INFORMATION VALUE "05".
           05  BANK                PIC X(5).
           05  INTERNAL-CODE       PIC X(4).
           05  BRANCH              PIC X(5).
           05  CURRENCY            PIC X(3).
           05  DECIMALS            PIC X(1).
           05  FILLER              PIC X(1).
           05  ACCOUNT             PIC X(11).
           05  OPERATION           PIC X(2).
           05  OP-DATE             PIC X(6).
           05  REST                PIC X(80).
           05  WITH-AMOUNT         REDEFINES REST.
               10  FILLER          PIC X(8).
               10  LABEL           PIC X(31).
               10  FILLER          PIC X(11).
               10  AMOUNT          PIC S9(12)V99.
               10  REFERENCE       PIC X(16).
           05  WITH-INFORMATION    REDEFINES REST.
               10  FILLER          PIC X(5).
               10  QUALIFIER       PIC X(3).
               10  INFORMATION     PIC X(70).
               10  FILLER          PIC X(2).
