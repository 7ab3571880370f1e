// Written by fixtures/make/blobs.py: files of PyTorch and NumPy, deflated, in base64.
import { inflateSync } from "node:zlib";

export const torchZip: Buffer = blob(
  "eNqll1twE1UYxzeXpmmAtlTkJkIVxBahNJemLbeWgAFcLu0CGuulbJJtE9gm+TYnhYJIUVOoFwTFCyiIFxBmfPFRZ1SGF31hRhgffPRF5dXxyd" +
    "Ghnss23XMCLSQ7zdnZzfn//t+5fV/aJTuckuR2S0VXrVQnqUYskRzUVsZVpDZl9unhULXUw13D9sMgNUQwQ4qqWQ1sMZTGoqbeHErqWU+voUVz" +
    "ST3ei7RUNm30Dvo8YG9oiFTi/lncU+3XwMEknrCeVtFO9tIDzogN92mGiogD32OZHLhkF4LKblmSXXlwy7Y8VI3GYmld12IomU5lPTuMuGZo8Y" +
    "3JGPKAp1GBaQimKzCDRpdRDQTVCWyecCSciYoExdV0yzbZnoda0swcTRBVHYIHFJgVcWEVyhkpLQ4PirrZJAyHbB+BORjgGIG5TDsPwXwFHqLa" +
    "bEzVVQMWjGvpgLzwMCbYECzEhMZGplqEoF6BRyIVuIM2kEFD8Cgn8sFiLJIQLCG2EvF7DLvbRmApAzyOoEGBRgroN9L7U7CMA/jhCea6nMadhx" +
    "WylIcmJl6JoFkBb6SKzZI6oCHNAN9dFrLQwwN+ziMAAebRQjzw6gRJ08o82hC0K7DqOH1YfQzWKLCWLmxfMADrGMfcBhvTuaiuFfZBB4W3QCeG" +
    "2xGsJ3C8ViEC38DgGxE8qUCY8bxB2MTxNqt6X4G2mdKCsAXTHAieMqdDJrStjLYNwXYFdrAtTXBdHC5Et6k3WEB2U2QrKCzAnWaAuwhyN0M+je" +
    "AZBSI0wCQe8LMccWs61V+g9VBaGzzHaM+btBcI7UVG60WwRwGV0fw+iHK0LamJMxSjsHaIs4XRzIXpI00/gyUQJBXYy2B4sPs42M5E2pjA6RE7" +
    "2cHNMMB4KZOXJk2G8QCBoUCW9ky2AeJwGxKqUaDlGM0Lg4y236QdIM0Qox1EcEiBl2jPXBsc5ldiCE1sk5cZzQdHGG3YpB0lzSuM9iqC1xTIs5" +
    "VNp3UY4Xn4VYF3jPH8cJwtxKi5EK8T3huM9yaCtxQ4QZNZLD2Q0bUD8DY/YPaWz2wnGToAp1io75ihvkua0wz9HoL3FfiAHug4Gspo8KGJ7GPb" +
    "zwNnaJKJa4PJmAZnzW/Zowc+ooOM5eIqfEzyxDkFztNX2eRBDT4ZX1784IELsp1klE/z8JkCn9NeqtGfhS9i+IaPe1bzbMdHPptRCfli41G4dB" +
    "i+bKB7KwOXZaDj0Q24sqmjK7rt5l9X/stFc01dcqW7b3S1ez4Ok3y67lppqqVlXKVZ2RwOLRXqzN0uRhjuwE0n/sOfYfy50Enc55z889Rc/AX5" +
    "TOa+nHf3hkMN9+hO/OupV9O3C66RmXNO6lUjdQheeKir79nsDtcvt4n72PXjt8ki2KdwXy+446GuLce9p+cfYt9yMTab7AbbFPYhwd4XDq0rz7" +
    "7nJ+Jfc/G7TaX4+8v3t0kkgO8XX4uUMv+Bsud/fP+TKBbt/fEWsXUXopDuuN/X8FHgVWgrOYjJztUs3gfPdq1UHP9v9PzsGfijaurzU40POcfE" +
    "E7hGKm/+rv5A/Hdc2vN1Cf4t5fqfPUOubzpMg6skliO/V22rpb/AJ48lwMcSDIea7zuWvqaxQ2wPD+tLTpCK4prCdR3v2hoOrSpjBq6vjY4R96" +
    "+G5v1dwvy3lb/++BobG3OYDiSWDc7Kn0uY//ZS5v9f7E08LyfOZe6vfgxqRhb/21Nm/fB7iPuN8/27J/KXjdwK/tYaXlsUkfgfoqi21uBqTrnX" +
    "JQlVX9RaayqvvSVqvaLWWhFrOO2uSlFbZGytZ7z4ZpG4yNlajHhxt1sU+0SxtZDw4htFYr8otuZ/XqxUieLAuPjOJcJ6/SqKi6K2Jm9e2+kRtE" +
    "VBWxMvrz0tagOi1pooee2saYK2RdRa0x2vvSBqg6LWmqx47ezpgrZV1FqTizBeUdsmaq1JgtfWzxC07aLWesT5zXHaojWTSpfsci03v17oWFHo" +
    "OlO4O53sXlc9nj1dlXQa6tgz+0FW4WKambQ/6/s/qSxKOg==",
);

export const torchStream: Buffer = blob(
  "eNp1lVl320QUx205cRq1actOWcPusARvkRWgJLQhbVGTJgqLWIqRZSV2USz/pXHatARSwGlS9p2WAmVv4RPwBI+88MLhA/DKI4899GBmNGPHVl" +
    "ud4+vR1dXv3pm7aFk6LjvnT42f6z9wZmrb4LI08XeMyiVEEsbWSCRS9VziWq6TX7A9v+xWEKUGRh994pQJcey8XSmWzQqkVUOmSrJYtfN++bDt" +
    "I7aEroTRTZV+yfUIujXJiNG7coUgrnUZXYzhVubQo3XVak2fTFswfRtRi7ieVRrM10jZ8eW8ZxdqZaeYJ3bFd738QlqGlEgYPYxPLc05GzH+ij" +
    "zuuCaZ4UoZXUFgqaQypCopJauiOwjDqtZoGPFJgp5pLaLF69igRevoXbPobh3bInSzvrzPK9qeXRwrW0SGPKBjI8EmHX1BnFWTbmtziYZRipUu" +
    "cLOlxPFbp7WoJtVxGROXr5UY5QqCK3VcZcTZkdW8il3E1ZfiXCM417IwY5q0gm0UGFvBdZx1PcENOm4MWL5lOqaHm0KsZDabTuWG07iZsqKU1U" +
    "9ZAwP8/VsIbtVxW5Ape75KFnH7RUJJprNJ3EFfj9DX72ShRFgMd9GIoitIcNQAwd067glQc557sIJ7L4bKZBTcJyIZDHZVx/1apI4kx6QI0joy" +
    "Ri8/Y3PeJraH7CUKomUhYyjsTclkhrPpLBThLce80SyrTAxzbw8QPKjjodXgZvsxPKxjJKiQWSWLUU4UhTXm1gqO3aqsR9rd5NIqdlA3EnWzk7" +
    "mh2R5jbh7lbsYJdunYzckpBXs6yLtNZ7bFfUxwc/S4lHRShUa5McrdKw5rgnEnOXcfwZSOad44DKx3gHcEzZBSWvCZdrhKt/i4CPoJEfSTDP4U" +
    "hxsET+t4hvcttX22g72Xdm+L+1wbNzeUTmK/4D4vuHnGfYFzTYKCDotzM2kUO7h7Kuvda7dh1VROwaxI5ZxIZYmJMsceIHhRh8Ox9CjmO7AzbA" +
    "y1wJV2sEpjcAW4KsBgwuNgn4DoqBkSA6tY6ODuLJleC3uwDTucVVUcEthFgT3MxBGOfYlgScfLAbam4pXOzC2S9VJbXscqyVQ2i6MC+6rAvsbE" +
    "6xxbJ1jRcYyXhOs6WO0EU1ULvNYOVum4OS7S9oZI25sM/BYHv03wjo53g6FrufNVxz6E9zrPgms7J/D7bT5SQ0NpfCCC/1AE/xETH3MfnxB8qu" +
    "NEMEOK7HOCk4I9yytZxmfBrCvaC2XLxinxlN/K+DzYtlUrmviCjaYvdZwOVOyrhK+atUBvZHytSWyIfVPHtzq+C6xMb87H9xb9o3PFt+VJOlv8" +
    "qsnIPwwcxZklnE0YUTaY8KOGIHOOh592jUwVJv745+z5WoF9yvazT1lo9kbD01QKz8RYePRfMMe6wxMnHh4VPeH23hDuy95wR8nhTtgYruFN4e" +
    "rrC1fN5nCKt9iD7JT41T/aXK3r/hqNR9qv5REqqN0o/S3T3+nRddtff5HE6uQJdv080nwQE4vZwcaRaKRp9fv2QkNqhzcajVgogn+prrn+87/m" +
    "6lxz8ZvUso+G4vwfo7lnog==",
);

export const torchSmall: Buffer = blob(
  "eNpdj79OwzAQxhMnbcBQiZWNMSwVRVB1owPqEvGvLF6QFRKrNbLinn0pAqlSlkrAMzAw8mo8AhID13ZBWHcn3efz59817I2bn/fR98HD5/V+t2" +
    "EXXxHVBQSp2AuCYOYs2sIaOVfOa1tBSAOiQzdGIxolVVXqvAL2IjiJ+DRT0utn5SFaQJyKFol+ah1CK2Miok5XCO0sFvHKw1YTSLK4rjd/ipDE" +
    "RwgLtK6YdmWN2ngunbqvtSklqspbJ+fHHFiaimTlTZP5REG0ecJHxuZ4uxE5xGuo3lH/dNDv9U8G0FojFLOaENqXCMlNxjK2hK0sXML2a0GbGl" +
    "UgLer5lSuVU+W5LpADPxzDDsLuGDqeWO+I9Z91mHfbwd/TnFEZUlA2lB/DX0QJZD8=",
);

export const torchModule: Buffer = blob(
  "eNqVV/2O5EYRn9nbuwTnO0AgCR/NBRh74/V8bHJHRtmVTgkroiF3yd4hWcoddo/d3mnW03Z/ePeW1UjHH0DgGXgAHoHX4DF4BCT+oLrbM2PvzE" +
    "UwWq3t7upfVf2quqr72c5fnfw/fzv+N/rd3794O3i28/m/bsD/Be+44eudTqcUhSqSIo/OiZC0YLwLAuErMJNTpXISEZZSzPjO16EDg+qyJJGk" +
    "vyeS31jwXTe8CYNyVgjFb052whvwRZnitya74a7GKNgpf2GyW1Wg0w1vwdC8SKuc8E6iCpHMAsYCOyKDnDKChfNr++Dd8CMQ71dS9HM67ZeXal" +
    "awg35KpdovcXKGT4nsG5A+Y/0apG9BgvKS74SfvNzpJDmWEllM93Mj5I0dBD9x+/bte2WZUyIRRnYdUgIzmRVijhWQgVSB1IwgypJiTtkpSrHC" +
    "YzSG2dk4vkSH6Om93z5C76Np7BjMRzMqkTUFyaosgReJxoJk4/gRYbIQx3mB1cHoY5UdjKKCRXheEkGO4sCuf8BQQoTClKGTB5/MUUrOaUKkjy" +
    "5mhKFKahsyDTG8A0aVFaCrhsoLmucgRWqVKc0yQGcKlYIkVIf346wc3tGK53Q0GBzFCHxFU2DzAou0NuKeOJWWIv2jLMoIVpUgcox05FGRIYKT" +
    "mTUASXAhJyvxolLPk4epLQumFIPgZxmSRGm+4/gY55LEsW+oz/ElEdYxViiUQ5AYwvCXplTRc2LWBys0/fuUZLjK1RigHokKkKxbD2e4JGu/9t" +
    "Fn2v5VNN09H/0quqJs4cWabkGWM3sxmhNIC1B7iVg1n4JBRdZQmdI5BBfYlTpT8irVYWIFI7AiXaJYbEiZx4o8VfD+eMXTIg4aZj0wNF23C8hb" +
    "G4aBjSlQaQmSam1BwyoMgloA+IZ/2nmEZZ3OOg5t2zT+yjj4aFtn80IpQUEtaWTHBaGnMzDWWKJjg6c6D82o1JHXE3V2wpcxoxWspZfbFPvbuP" +
    "LiALYZQec4r/TOFW08yiAtcA55l6JMFPOlgsf6keD86jcLd/+x5EJdnWkF9ZsX+5bbbcadaWIygZOr4eJqi0mL+Fo2o2t86NHnkPGNBHhxO7P1" +
    "D3bKGEMkxrFGjRHs/mWe2x2zJmaDjA2w/5WcLdz8f/yYpb98ara+HI+dFdTR0RGaw3roA3WRHg18dDDwWhI2Yw+R7RlQo1PmDke/8NHommBdYw" +
    "7R3DVr2rOlgObkWplA1ybXWwtY7Id69CuDfTB4YmehUZhnFCWwxxVmSkYR6Piq1yiOPR/1msWv98TZKJ+g3dksksvR5V6yncJSlJIM1Oo4RpEr" +
    "SZ75G4j+Jpxf5+G0KHKwU2eHvxG8urkc3odC5aNUd3bz7qH9I6Rf1rs8w7pbX0a6S5xKQLzq2cW9cY0CzhsEPaCfi9VaaINEuDa2PtIueMHKoz" +
    "X7eiJouAZKGl9tsaa/INf8bAtaRkHkCyygCiowxEaZzEt16brNlS1iPR/t7bW9bmQKzSy/LUqNQrPRn6eure0b8An0vy3ggpzC2YeIqFzB97RC" +
    "yDwTN+eaNDTUtagErlcZtTFnwrIZ9/fQQ6KU7mb4UNcC90MPWEJnmOrTUFQxqo9KugStGg2W66qjF15QNWvg1Uvc/WHfALY53zLoBegYjigpgU" +
    "NRLnUCkQbcTKlSjvv9U9BSTQM4pelzojkTLp9USiiH/Q/vDgcfOc0uEVxzw+6vOmd88FgXt6B2uxX8dajBc30qabNmdwyDHPdRZPIYlEVQXpMq" +
    "x4pEdi6CImZeIS2amr0WzrSooE0foiHqo7U9FsHTtthXdIQGJm3QYKMbBm3/tN0+2jfAvsVvZAYI6pPgqtSYk4gtSCY/7OvaV0EgTAwd14d3W3" +
    "R91GJypbahB3qEwJEgpVjnnlSbwM0Ke3i1aNc6M6CB4aUX2FO7u7lvGhD+ZgHxt4dzBeM5/Ibiu196f+A3F/yWG76or0ECjuhU322+Dl+C78Ze" +
    "4i8mcJ3KSaIvENJ5IFLonOmnNFEO/5Z3wh17DbLk8Jfqa1BUKUhvBxiZVjRP13gOf/k5IsqEIjofOfwV1w1f0BcxkIRrEX/VLnHMbeOhHXT4a+" +
    "YGNxzcHdy5c/eD0Qf8dXNfS8qKvzHp3lf8zS8nnUl30v0T/7Z9fOcvM23ydxV/64R/z358/8/87RP+jrneadL4u/crw0k0rfR1Q/IfGLkfhu/q" +
    "QTgGR6W+WkLlYmopE0H94T9Koki7AgUmihwYcfiPn3D0R/6TE347fM1A1jeTaFYUZ5K/Z5B/Gr6l56iMsirP2zL8Z/fDV/Vsncj1wp+bhb3wze" +
    "YUXIrqaddMe+EbehoaPGzSFAJWz+6Z2ffDd/QsMJo2RdYgvhHbt25viBVyCRcYub7lrL628oEZHJpkauQrH026IdxiO82M5QeTLhS7ZztPeOd6" +
    "SLs46Hbs7x//7B/9FxTBB34=",
);

export const torchInPickle: Buffer = blob(
  "eNpdUD1LA0EQva8kcDEQ7OwsY3MY0ZDOIGJz+BWba2S53K3Jynqb3Z2LRAhcE1C5zrUQLCz9a/4EwcJJrhGHnVn27ePNvCm81zfbWsfClPa9KT" +
    "dAqGQSkBwY16bcJIqOcsZTAjTTQpHZnnkxnbJV0TRe8Ziask24iFNyo8QdGc2BamQdNVG6cJ59/vN+8r19+3mxFRTO6ZeLdSGtTtTGtlMlQCSC" +
    "kxlVmolM2kiIWvjDGQCnhGYpizPpPEY+gjCfUqLZA9XSXUivE9UQ1BOhQNZCJ3LxxTKQ9dCLvJWGyMayEXp5jj07UWNFrkaWVrK24J/g4HBVgb" +
    "601126u72Dfq/b2+/LSjOZ5tIN62cgvUtUupbWf54dB3XrbxSHWAZ4MAvMj4FZmqEJndBZmtBemqeyib45TQBt46qb5yqliqbHLAHc3s7QAPJ1" +
    "8Av/IH5q",
);

export const numpy2: Buffer = blob(
  "eNp1lIlW00AUhpsWWeK+7yKuxQVFUXFtFRQlWnQUjUutSTolgZLwJxOlKlqXFvApfASfQM+BF/INdGaSeE4Px+RkJudO7v2/e+dm6mnL8qpVaj" +
    "HHcwN1zC9Tn5aHHYupSPUSKFldSaVSBtKWG07P1Posz6d902GVOYbvGzW15FOLezI/FC6Z6CvVLUeraNNSDayySpZXplagUle8qGiXUU106O18" +
    "rhrMcfvR2UQXgTqP1QRrspqipbV0E2vjkGVWm+Ge6/Q096gMYv3iwjw2EGzMahkZ7Qo2FQqF0T/8koOWYthsLtrtek8quZZ/5OK3fDR1xvOmPL" +
    "bYHGArwTaG7aaMWMEOO2PLFHbanGsXwe6IK9PEHjtGGcBegbKPoJuj2Csh9psLHGKP1Fmq58SQjwiWvvMhz5/leh49Qv8AwUGGQ6aeEfVxJnA4" +
    "ITgiCI4SZCVBA72xvjOAY0L/OMGJpBTXcHIFRZ8sxZooXWX5l7x/4pRQPU3Qz3DG1Nv4GqOzDGcT2QEhe47gvJBVGrgQy473Y1DIXiS4lKSttf" +
    "G7k+GylBKxDP7gipC4SnCNIWfqHdzkmZO84wLkE5XrQuUGwVCc3HCsMjaIm0LlFsFIktx73G5NLsdwx1wsYjQ7B61AGe6asq0Cy6gaPu79p3Oj" +
    "ZRUFu5vTror6o57DmMC9T/CgCULwUK7w9mY2HtmFmMvsx7jgekzwRGR/e0W5ddOOmlzBUxHwGcHzJl4QFOXWBhzzpVUqmaHDgdxSSeUWFaUiXm" +
    "mK0YBBECVR8b231IXV8m1klB7lIqiW5h4VggnJatYYDWBz+YxM6RccATBJMKV3xeuyAqi2BP1nVzHNnUWahglX+HoEMw2AwJfbZ3nTM1U6i6DF" +
    "P7aqYCPJ7zaS+x29NBESvJZ4lhe6DG9ajp0hYaN8L2bnUEtOnLda2u7QlLCBdwTvpXCZVgy+gZhr8Y6tZXlofWhhqjoBt31soE7wSbRWE5+L+M" +
    "JLHEgY3gATFF+/dSXEeb2Tjy6d4EfSa4rGt3Zp/iO7eYrWAjTnMJ8taMqClh7Jx7+TlgnDvr8yw6WD",
);

export const numpy3: Buffer = blob(
  "eNp1lPlW00AUxpOUNeKGG7jiXlxQFBUVaSUoSrToKBqXipl02gS68CUTD/XIOfzTsjyFj8Ij8QTiZJLK4XBMTjIzd+7c33dnbrKScpxaucwc7t" +
    "WqgT7jF5jPCpOew3UogwRq2lIVRbGhOdWwslgfcmo+G6qEZe7Zvm/X9TmfOWIl98NoSSr20quFeBZtptJAu6FSdKyik6ArbaqmZmpNdCeuBV5f" +
    "ZDp0SxOc4ij2ra+toodgf9pMSfYYDuRyueltccmXqXAcpOvGgCKvrUzcKtm46Ura3iwOcRymMkYRvW7KlWKOuELJUYJjsZJUE8fdBD6CExG8j6" +
    "BfwN292JN0zehTlBWBXMnGyN/iyYpnM4tTHKeplRJ26pVwpgU8GwHPEQxIYAPnE5w3ggsR7iLBpVau47i8B3pF5Nol5lQx/oOrHGlqtYkxZ0sc" +
    "gy3KtYhyneBGRFEbuJlQZocxFFFuEdxuJWW2ibuLY1hEbrOFE+5w3KVWp+jW6LwohgAjrcD3osD3CR4k8keTwDOjeBgFfkTwuCX/F8Z2y89wPK" +
    "HreYynl5HJMY4stTqEY+DYZdvH0/8UVTytY8LtN0SqmxkYTUwSPLPao8T9kLt47k4kSugwpiIlLwheRimO7dnCaWqoKswmXhG8licUCC05h4ae" +
    "YIq6F0MdM3m8MVW7gbcERMos+rWfrIp3O46xRbq/z2PW1IT7B4KPUhitcxbAMjRlG5+s7sQiU8LnnRj/jDq+GJpN8bWBPME3uf9OrbJYZkuY2/" +
    "FPTDq+TyWlrkxltuJOEzYBlXSnFlY5nF3fsxHZmNjJwjJY61MumprsUZRMNWzAJfAku8CKtjgEzO+KkVgL8p+wsCOr7AXCUG6gQlCNaqOJWh6L" +
    "YgcDqUecYIkBG90t0VkrKuMqK9nc+8Hgb3RI87as5gVWDxAsg6dzprpmalPZnniVmQrDob+zn3CS",
);

export const numpy4: Buffer = blob(
  "eNp1k89r2zAUxy3/iN0llw0KO/bYXQKDHnYYi8GDQAUuFHYMwz+U2JtjB1sezVghl2TpEHTDb/f9KfuT+hcse7KyJWszGVlP8tPn+/T0vDC/N4" +
    "bWNtGNiixjEU+LvALRvShjVrL4dRpxaODZJZwKEoA4zuvpbN6PipL1p3XG06AsgzmI3tuSRbiTl3W7QVitIwg7j5VLA1RbgkdC+AxIo4TqVF9B" +
    "4ggr5vMZk5v08Qu4WavvhiAvwff98w229kU1DuGNd6ICvhuoUXPV4GzHJy6gmyBjSOzkkdRMejtFAxUfo87ZTic5fqiy9p5q2gIVFq5S+IHdxf" +
    "5T0Y0wnRziL1t6erZ/ilcHT+Egl+D0V8szObviB4BEAd88vxcuNfFxWpAZIKmF2EX4Di+w+n9gF/+k99O9wAaSN4LTa/CZ5HWqKMiCEhLrr9lA" +
    "cuKZmIYBrBAjLLxvnkByLunhfpTew0N7hKhdRoX8WxnYV9EZl8VHluNE/4a8cM5ZBZ6ubUAcycm2vpywTrHaZGnuLTfoGYSwlFA7KqazjF1BMt" +
    "rZDQy3VaINB3fKUIFHRZ1jxjVhe9Ji8mzXqsipLrBKKakVN2bjACtd+na3dqz+ClQys7SSpnSVeV7BCMegEhama8Lgy9EffVc4OZsEPP2Aq512" +
    "aSPM92xeSV2fkjXVh25POVOjrvu/Ad1WVZo=",
);

export const numpy5: Buffer = blob(
  "eNptU8+L00AUziTttqULQkHQm8d6KYh78CA2ELHgQBcEby5LfkyaaJqUyUS24kIvrbsyoNJnwZt/yv5J+xdY38y03bruhMm8mbz5vve+9zKr//" +
    "zlWHrIdlhkGQtFWuQlyPYxjxhn0cs0FLCEx2+gK4kPspNX48m0Fxac9dBkPA3R+TTmxTio4phxdO6uHln747q/MVyzNDdrxwVZ13i4RmI6YXhZ" +
    "2vEzuLz4AshIHUmew3A4fL3GoV/UEhBQm9oLkMQDgW6SxJA0uqsHO8IZEs5cQ/gbp4vzyoWkjeBHN+DJvTuhHQX9ykA7QTrS4M2bdAj6/tFg6d" +
    "F+pC/ujHQOSUdD1QQ7ExqrtgHycWqct09uBUVr+DTVfbK73yiC91gerM39vRqMq0ykPuc+anh4ylmI1RO80kVLWrKRR+bjEqg1B48EYHiIjgy5" +
    "j/9R+/OtHPoYw+UJdM9hyNCUB2XoZz6H5OnORJ6HHqZ01YeFirOO9CKBZKDQg/3M3P/18Qgxt5wS8b+pwL7LA+ymTyzHjf0D8YKpYCV4trUG2V" +
    "Ibk9HK3soYoDhhMZ5k7AxkM6hSlET18O5wCYNt8Qb9a2OYWMOiyrEolmx4ytLte25andoS1aKkmmv1Ixb7qLXybW/syPwbyTtZy9JSmcpVSbuA" +
    "E1z9UtZRoRGDr60tvyubORv5Iv2Ipwf6aC1rH9i0VLxDSi6oPXAPjTN1qqr3F+WNTnM=",
);

export const plain0: Buffer = blob(
  "eNpVUMtqhEAQvNeXzCXL9Pj+gQVh8RCIJ0HG2XFxMdo4I2w+OX+R1hxCLnWorgdd6s4a7TyFCCaomQ1qgq31CRq2sdc3c8lgr9Mywt6ISp1VlB" +
    "tdUJESJTpJTXqDDe26eHACJQGRU4R2XPcNnJ1MLcEJ6lROuZyif0ljgfa72422rtu1zk7UtvsQpDGXei5Fu9hPH9g6Sa/g3Mpf/eYfEHDrEuK2" +
    "u7hKD2koZ7cH2y14NH8mIri+H/ZpjtPS91iHp3fHvwZNZErwzpRC3ZkytC/h82ODMIQ2+ENW/Lf/kiWUrEUVatkmstGSYsR1+QGjJGGv",
);

export const plain1: Buffer = blob(
  "eNpVjk1OwzAQhZMmBTrl/+cOWSG7DRROUFWusugqC6oosUwVVOKMPZHKogJxCnaskTgEEjfhBD0CJogFsxg9fU/vzazRi9LQ87xlaQn9OXYi4U" +
    "8YhwljkIw/fiw348fNr5hyfsUurvnlgI34KOZ8yIbxIJ6CSgNn60ph4BoIw7b1VjcGuw6IjghESLjVYlIrwu207+Tn29fz+w1sXl+ecCftOVLl" +
    "98rWuVTYk1LXD5lRC3BL6sqSaSRpAwiRzM2izo1VkPwFAPsyy4qmXFJZZRno4k5JAtxNCPdmuL/Gg9R3F1Z4KHxbtB9bRXj0L+UI4HE0xxPRzQ" +
    "lPZ3jWnH8DmNRSRQ==",
);

function blob(text: string): Buffer {
  return inflateSync(Buffer.from(text, "base64"));
}
